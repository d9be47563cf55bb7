/**
 * Payment through WeChat Pay, API v3: H5 payments, their notifications, refunds.
 *
 * <p>Follows https://pay.weixin.qq.com/doc/v3/merchant/4012791855 and the pages around it. Owns the credentials and the
 * formats of WeChat Pay; calls nobody but it.
 */
@NullMarked
package io.ganchang.payment.wechatpay;

import org.jspecify.annotations.NullMarked;
