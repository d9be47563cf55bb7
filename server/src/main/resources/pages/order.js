// The page on which an order is watched, paid and cancelled.

import {NO_ANSWER, call, sleep} from './api.js';
import {until} from './clock.js';
import {countdown, count, moment, money} from './format.js';
import {knownToken, renew} from './guest.js';
import {text} from './language.js';
import {confirmed, el, entitle, inLanguage, open, replace} from './page.js';
import {forget, recall, remember} from './storage.js';
import {watch} from './watch.js';

const HELD_LOOK_MS = 2_000;
const WAITING_LOOK_MS = 1_000;
const SETTLED_LOOK_MS = 8_000;
const TICK_MS = 250;
const ASKED_MAX = 10;

/** How long the bank's word is waited for before somebody who did not pay is offered the way back. */
const BANK_MS = 6_000;

const id = location.pathname.split('/')[2];
const path = `/v1/orders/${id}`;
const PAYING = `ganchang.paying.${id}`;

let order = null;
let market = null;
let busy = false;
let declined = returnedDeclined();
let failed = '';
let waitingSinceMs = Date.now();

const head = el('h1');
const hint = el('p');
const clock = el('p', {className: 'clock', role: 'timer'});
const notice = el('p', {className: 'notice', role: 'status', hidden: true});
const payButton = el('button', {className: 'main', hidden: true, onclick: pay});
const cancelButton = el('button', {className: 'plain', hidden: true, onclick: cancel}, text('order.cancel'));
const lines = el('ul', {className: 'lines'});
const facts = el('dl');
const late = el('p', {className: 'small'});
const back = el('a', {className: 'button plain'}, text('order.buyAgain'));

open(text('order.title'));
renew();
const look = watch(async () => {
  const reply = await call('GET', path, {token: knownToken()});
  if (reply.status === 200) {
    await show(reply.value);
  } else if (order === null) {
    say(reply.code === 'not_found' || reply.code === 'unauthorized' ? 'order.notFound' : 'noAnswer');
    notice.parentNode || replace(el('h1', {}, text('order.title')), notice);
  }
  return paceMs();
});
setInterval(() => order && draw(), TICK_MS);
addEventListener('pageshow', event => {
  if (event.persisted) { // back from the payment, to the page as it was left
    busy = false;
    waitingSinceMs = Date.now();
  }
});

/** Whether somebody just comes from a payment that they did not make; said once, not at every reload. */
function returnedDeclined() {
  const address = new URL(location.href);
  const said = address.searchParams.get('payment') === 'declined';
  if (said) {
    address.searchParams.delete('payment');
    history.replaceState(null, '', address);
    forget(PAYING);
  }
  return said;
}

function isWaiting() {
  return order?.state === 'held' && recall(PAYING) !== null;
}

function paceMs() {
  if (order?.state !== 'held') {
    return SETTLED_LOOK_MS;
  }
  return isWaiting() || until(order.heldUntil) < 0 ? WAITING_LOOK_MS : HELD_LOOK_MS;
}

/** Shows the order as it was just read. */
async function show(read) {
  if (market === null) {
    const reply = await call('GET', `/v1/sessions/${read.session}`);
    market = reply.status === 200 ? reply.value : null;
  }
  order = read;
  if (order.state !== 'held') {
    forget(PAYING);
    declined = false;
  }
  if (!head.parentNode) {
    back.href = inLanguage(`/s/${order.session}`);
    replace(head, clock, hint, notice, el('div', {className: 'actions'}, payButton, cancelButton),
      el('section', {className: 'card'}, lines, facts), late, back);
  }
  drawLines();
  draw();
}

function drawLines() {
  const {currency} = order;
  lines.replaceChildren(...order.lines.map(line => el('li', {},
    el('span', {}, `${offerOf(line)?.title ?? line.offer} × ${count(line.quantity)}`),
    el('span', {className: 'number'}, money(line.amountMinor, currency)))));
  const {paidMinor, refundedMinor, state} = order.payment;
  facts.replaceChildren(
    ...(order.shippingMinor > 0 ? fact(text('order.shipping'), money(order.shippingMinor, currency)) : []),
    ...fact(text('order.amount'), money(order.amountMinor, currency), 'total'),
    ...fact(text('order.created'), moment(order.createdAt)),
    ...fact(text('order.id'), order.id.split('.').at(-1), 'code'));
  const moneys = [
    paidMinor > 0 ? text('order.paid', {amount: money(paidMinor, currency)}) : '',
    refundedMinor > 0 ? text('order.refunded', {amount: money(refundedMinor, currency)}) : '',
    state === 'refund_due' ? text('order.refundDue') : '',
  ].filter(Boolean);
  facts.append(...moneys.map(words => el('dd', {className: 'money'}, words)));
}

function fact(name, value, kind = '') {
  return [el('dt', {}, name), el('dd', {className: kind}, value)];
}

function offerOf(line) {
  return market?.offers.find(offer => offer.id === line.offer);
}

/** What depends on the time and on what is under way; the rest stands in the order. */
function draw() {
  const {state} = order;
  const leftMs = state === 'held' ? until(order.heldUntil) : 0;
  entitle(text(`order.${state}`));
  head.textContent = text(`order.${state}`);
  head.className = state;
  hint.textContent = [hintOf(leftMs), text(`reason.${order.reason}`)].filter(Boolean).join(' ');
  clock.hidden = state !== 'held' || leftMs <= 0;
  clock.replaceChildren(el('span', {}, text('order.payWithin')), el('strong', {}, countdown(leftMs)));
  late.textContent = state === 'expired' && order.payment.paidMinor === 0 ? lateRule() : '';
  drawActions(leftMs);
  if (!busy) {
    sayWhatIsUnderWay(leftMs);
  }
}

function hintOf(leftMs) {
  switch (order.state) {
    case 'held':
      return leftMs > 0 ? text('order.heldHint') : '';
    case 'confirmed':
      return text(confirmedHint());
    case 'expired':
      return text(order.payment.paidMinor > 0 ? 'order.expiredPaid' : 'order.expiredHint');
    default:
      return text(`order.${order.state}Hint`);
  }
}

function confirmedHint() {
  const {state} = order.payment;
  if (state === 'refund_due' || state === 'refunded') {
    return 'order.confirmedRefunded';
  }
  return state === 'paid' ? 'order.confirmedPaid' : 'order.confirmedUnpaid';
}

/** What becomes of money that comes after the hold; where lines differ, the stricter rule counts. */
function lateRule() {
  const rules = order.lines.map(line => offerOf(line)?.latePayment);
  return rules.includes(undefined) ? '' : text(`order.late.${rules.includes('refund') ? 'refund' : 'reacquire'}`);
}

function drawActions(leftMs) {
  const payable = order.state === 'held' && leftMs > 0;
  const waiting = isWaiting();
  const patient = waiting && Date.now() - waitingSinceMs < BANK_MS;
  payButton.hidden = !payable || (patient && !busy);
  payButton.disabled = busy;
  payButton.classList.toggle('main', !waiting);
  payButton.classList.toggle('plain', waiting);
  payButton.textContent = waiting && !busy
    ? text('order.payAfterAll')
    : text('order.pay', {amount: money(order.amountMinor, order.currency)});
  cancelButton.hidden = !['held', 'confirmed'].includes(order.state) || (waiting && !busy);
  cancelButton.disabled = busy;
}

function sayWhatIsUnderWay(leftMs) {
  if (isWaiting()) {
    say('order.waiting', 'waiting');
  } else if (order.state === 'held' && leftMs <= 0) {
    say('order.timeIsUp');
  } else {
    say(failed || (declined ? 'order.declined' : ''));
  }
}

function say(key, kind = '') {
  notice.textContent = text(key);
  notice.hidden = notice.textContent === '';
  notice.className = `notice ${kind}`;
}

/** Goes to the payment. The button stays pressed until the page is left, or the payment could not be reached. */
async function pay() {
  if (busy) {
    return;
  }
  busy = true;
  declined = false;
  failed = '';
  say('order.paying');
  draw();
  const reply = await call('POST', `${path}/pay`, {token: knownToken()});
  const address = reply.status === 200 ? new URL(reply.value.redirect, location.href) : null;
  if (['http:', 'https:'].includes(address?.protocol)) {
    remember(PAYING, Date.now());
    waitingSinceMs = Date.now();
    location.assign(inLanguage(address));
    return;
  }
  busy = false;
  failed = reply.code === 'order_state' ? '' : 'order.payFailed';
  await look();
}

async function cancel() {
  const paid = order.payment.paidMinor > order.payment.refundedMinor;
  const question = text(paid ? 'order.cancelSurePaid' : 'order.cancelSure');
  if (busy || !await confirmed(question, text('order.cancelYes'), text('order.cancelNo'))) {
    return;
  }
  busy = true;
  failed = '';
  say('order.cancelling');
  draw();
  const reply = await cancelled();
  busy = false;
  if (reply.status === 200) {
    await show(reply.value);
  } else {
    failed = 'order.cancelRefused';
    await look();
  }
}

/** Cancelling twice is cancelling once, so it is asked for until somebody answers. */
async function cancelled() {
  for (let asked = 1; ; asked++) {
    const reply = await call('POST', `${path}/cancel`, {token: knownToken()});
    if ((reply.code !== NO_ANSWER && reply.status !== 503) || asked >= ASKED_MAX) {
      return reply;
    }
    say('order.cancelFailed');
    await sleep(reply.waitMs);
  }
}
