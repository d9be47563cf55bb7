package io.ganchang.session;

import io.ganchang.domain.Session;
import io.ganchang.ledger.SessionTotals;

/**
 * A session with its stock, and what it comes to.
 *
 * @param totals of a second ago at most, and of what the ledger had read by then
 */
public record Dashboard(Session session, SessionTotals totals) {}
