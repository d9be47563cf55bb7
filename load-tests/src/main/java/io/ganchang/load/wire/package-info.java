/**
 * The one HTTP client of the load tests: connections that each carry one request at a time, and what came of each.
 *
 * <p>Owns sockets, HTTP/1.1 answers, time-outs. Requests come as whole bytes. Imports nothing of the others here.
 */
@NullMarked
package io.ganchang.load.wire;

import org.jspecify.annotations.NullMarked;
