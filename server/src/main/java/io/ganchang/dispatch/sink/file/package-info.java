/**
 * The file sink: {@code fulfilment/<session>.jsonl}, one event a line, each once even after a crash.
 *
 * <p>Owns those files; calls {@code dispatch} and {@code domain}.
 */
@NullMarked
package io.ganchang.dispatch.sink.file;

import org.jspecify.annotations.NullMarked;
