/**
 * Payment through Alipay: payments on a phone's browser, their notifications, refunds.
 *
 * <p>Follows https://opendocs.alipay.com/open/203/107090 and the pages around it. Owns the formats of Alipay; calls nobody but
 * it.
 */
@NullMarked
package io.ganchang.payment.alipay;

import org.jspecify.annotations.NullMarked;
