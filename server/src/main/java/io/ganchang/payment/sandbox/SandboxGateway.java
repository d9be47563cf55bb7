package io.ganchang.payment.sandbox;

import io.ganchang.config.PaymentsConfig;
import io.ganchang.config.PaymentsConfig.SandboxRefunds;
import io.ganchang.payment.Callback;
import io.ganchang.payment.CallbackReply;
import io.ganchang.payment.CallbackRequest;
import io.ganchang.payment.CallbackVerdict;
import io.ganchang.payment.Gateway;
import io.ganchang.payment.PaymentRequest;
import io.ganchang.payment.RefundOrder;
import io.ganchang.payment.RefundOutcome;
import io.ganchang.payment.StandardWebhooks;
import io.ganchang.payment.WebhookSecret;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A gateway that moves no money. It sends buyers to a page of our own, on which they pay or decline at a press, and signs its
 * callbacks per Standard Webhooks. It keeps nothing: what it knows of a payment is in the ticket that leads to the page.
 */
public final class SandboxGateway implements Gateway {
    public static final String NAME = PaymentsConfig.SANDBOX;

    /** Where its page is; the ticket follows. */
    public static final String PAGE = "/sandbox/pay/";

    private final StandardWebhooks webhooks;
    private final SandboxTickets tickets;
    private final SandboxRefunds refunds;

    /** @param secrets the first signs; signatures by any of them hold */
    public SandboxGateway(List<WebhookSecret> secrets, InstantSource clock, SandboxRefunds refunds) {
        this.webhooks = new StandardWebhooks(secrets, clock);
        this.tickets = new SandboxTickets(secrets, clock);
        this.refunds = refunds;
    }

    @Override
    public String name() {
        return NAME;
    }

    /** Of the page to come back to only the path is kept: the sandbox's page leads nowhere but to its own server. */
    @Override
    public Future<URI> begin(PaymentRequest request) {
        SandboxTicket ticket = new SandboxTicket(
                request.order(),
                request.amountMinor(),
                request.currency(),
                request.description(),
                request.payableUntilMs(),
                request.returnTo().getRawPath());
        return Future.succeededFuture(request.returnTo().resolve(PAGE + tickets.write(ticket)));
    }

    /** The payment that the page is to show, or empty where the text is no ticket, or too old. */
    public Optional<SandboxTicket> ticket(String text) {
        return tickets.read(text);
    }

    /** A callback to send. */
    public record Signed(Map<String, String> headers, Buffer body) {}

    /** The callback that tells of the payment. Sent again it is the same notice, at a later time. */
    public Signed paid(SandboxTicket ticket) {
        Buffer body = SandboxNotice.paid(ticket);
        return new Signed(webhooks.sign("paid-" + ticket.order().suffix(), body), body);
    }

    @Override
    public Callback read(CallbackRequest request) {
        String problem = webhooks.problemWith(request);
        return problem.isEmpty()
                ? SandboxNotice.read(request.header().apply(StandardWebhooks.ID).orElseThrow(), request.body())
                : new Callback.Forged(problem);
    }

    @Override
    public Optional<CallbackReply> reply(CallbackVerdict verdict) {
        return Optional.empty();
    }

    @Override
    public Future<RefundOutcome> refund(RefundOrder order) {
        return Future.succeededFuture(
                switch (refunds) {
                    case DONE -> new RefundOutcome.Done();
                    case PENDING -> new RefundOutcome.Pending();
                    case REFUSED -> new RefundOutcome.Refused("payments.sandboxRefunds is refused");
                });
    }
}
