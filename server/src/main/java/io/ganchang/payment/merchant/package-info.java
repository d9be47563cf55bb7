/**
 * What the payment services that know a seller as a merchant have in common: RSA keys in files, order numbers of 32
 * characters, strict JSON, and one bounded exchange over HTTP.
 */
@NullMarked
package io.ganchang.payment.merchant;

import org.jspecify.annotations.NullMarked;
