// The page on which viewers of a session buy.

import {call} from './api.js';
import {place, resume, unanswered} from './attempt.js';
import {until} from './clock.js';
import {askDelivery, delivery, deliveryInShort} from './delivery.js';
import {count, countdown, moment, money} from './format.js';
import {renew} from './guest.js';
import {text} from './language.js';
import {el, entitle, inLanguage, open, replace} from './page.js';
import {watch} from './watch.js';

const LOOK_MS = 2_500;
const TICK_MS = 250;

const session = location.pathname.split('/')[2];
const cards = new Map();
const head = {
  title: el('h1'),
  state: el('p', {className: 'state'}),
  notice: el('p', {className: 'notice', role: 'status', hidden: true}),
  delivery: el('p', {className: 'delivery'}),
};
const list = el('div', {className: 'offers'});

open(text('session.live'));
renew();
const look = watch(async () => {
  const reply = await call('GET', `/v1/sessions/${session}`);
  if (reply.status === 200) {
    show(reply.value);
  } else {
    say(head.notice, text(reply.code === 'not_found' ? 'notFound' : 'noAnswer'));
    head.notice.parentNode || replace(head.notice);
  }
  return LOOK_MS;
});
setInterval(() => cards.forEach(card => card.tick()), TICK_MS);
addEventListener('storage', showDelivery);
addEventListener('pageshow', event => event.persisted && cards.forEach(card => card.comeBack()));

/** Shows the session as it was just read: the one way in which anything on this page comes to be shown or changed. */
function show(market) {
  entitle(market.title);
  head.title.textContent = market.title;
  head.state.textContent = `${stateOf(market)} · ${text('session.host', {host: market.host})}`;
  head.state.classList.toggle('live', market.state === 'live');
  say(head.notice, market.offers.length === 0 ? text('session.empty') : '');
  for (const offer of market.offers) {
    if (!cards.has(offer.id)) {
      cards.set(offer.id, new Card(offer));
      list.append(cards.get(offer.id).element);
    }
    cards.get(offer.id).show(offer, market.state === 'live');
  }
  head.delivery.hidden = !market.offers.some(offer => offer.deliveryRequired);
  if (!list.parentNode) {
    replace(head.title, head.state, head.notice, head.delivery, list);
    showDelivery();
    goOn();
  }
}

function stateOf(market) {
  return market.state === 'scheduled' && market.startsAt
    ? text('session.scheduledAt', {time: moment(market.startsAt)})
    : text(`session.${market.state}`);
}

function showDelivery() {
  const known = deliveryInShort();
  head.delivery.replaceChildren(
    el('span', {}, known ? text('delivery.to', {place: known}) : text('delivery.unknown')),
    known ? el('button', {className: 'link', onclick: () => askDelivery().then(showDelivery)}, text('delivery.change'))
      : '');
}

/** Asks what became of attempts that were under way when the page was last left. */
function goOn() {
  for (const offer of unanswered(session)) {
    cards.get(offer)?.attempt(onWait => resume(session, offer, onWait), text('attempt.resumed'));
  }
}

function say(notice, ...words) {
  notice.replaceChildren(...words);
  notice.hidden = words.join('') === '';
}

/** One offer. It is made once and then changed in place, so that no press is lost to a redraw. */
class Card {
  quantity = 1;
  buying = false;
  left = false;

  constructor(offer) {
    this.title = el('h2');
    this.badge = el('span', {className: 'badge'}, text('offer.pinned'));
    this.unit = el('p', {className: 'unit'});
    this.price = el('p', {className: 'price'});
    this.stock = el('p', {className: 'stock'});
    this.terms = el('p', {className: 'small'});
    this.fewer = this.stepButton('−', text('offer.fewer'), -1);
    this.more = this.stepButton('+', text('offer.more'), 1);
    this.amount = el('span', {}, '1');
    this.button = el('button', {className: 'main', onclick: () => this.buy()});
    this.notice = el('p', {className: 'notice', role: 'status', hidden: true});
    this.element = el('article', {className: 'card', id: `offer-${offer.id}`},
      this.badge, this.title, this.unit, this.price, this.stock, this.terms,
      el('div', {className: 'buy'},
        el('div', {className: 'stepper'}, this.fewer, this.amount, this.more), this.button),
      this.notice);
  }

  stepButton(sign, name, by) {
    return el('button', {className: 'step', 'aria-label': name, onclick: () => {
      this.quantity += by;
      this.draw();
    }}, sign);
  }

  show(offer, live) {
    this.offer = offer;
    this.live = live;
    this.draw();
  }

  draw() {
    const {offer} = this;
    this.title.textContent = offer.title;
    this.badge.hidden = !offer.pinned;
    this.element.classList.toggle('pinned', offer.pinned);
    this.unit.textContent = offer.unit;
    this.price.textContent = money(offer.priceMinor, offer.currency);
    this.terms.textContent = [
      offer.limitPerViewer === null ? '' : text('offer.limit', {limit: count(offer.limitPerViewer)}),
      text(`offer.${offer.payment}`, {minutes: count(Math.ceil(offer.holdSeconds / 60))}),
    ].filter(Boolean).join(' · ');
    const max = Math.max(1, Math.min(offer.limitPerViewer ?? Infinity, offer.available));
    this.quantity = Math.max(1, Math.min(this.quantity, max));
    this.amount.textContent = count(this.quantity);
    this.fewer.disabled = this.buying || this.quantity <= 1;
    this.more.disabled = this.buying || this.quantity >= max;
    this.button.textContent = text('offer.buy', {amount: money(offer.priceMinor * this.quantity, offer.currency)});
    this.button.setAttribute('aria-label', `${text('offer.buyAt', {title: offer.title})}, ${this.button.textContent}`);
    this.button.disabled = this.buying || !this.live || offer.state !== 'open' || offer.available === 0;
    this.tick();
  }

  /** What depends on the time. The server opens and closes; here its words are only shown. */
  tick() {
    const {offer} = this;
    this.stock.textContent = [this.stockOf(offer), closing(offer)].filter(Boolean).join(' · ');
    this.element.classList.toggle('away', !['open', 'countdown'].includes(offer.state));
  }

  stockOf(offer) {
    const left = text('offer.left', {available: count(offer.available), total: count(offer.total)});
    switch (offer.state) {
      case 'open':
        return offer.available === 0 ? text('offer.soldOutForNow') : `${text('offer.open')} · ${left}`;
      case 'countdown':
        return `${text('offer.opensIn', {time: countdown(until(offer.opensAt))})} · ${left}`;
      case 'closed':
        return offer.available === 0 ? text('offer.soldOut') : text('offer.closed');
      default:
        return text('offer.draft');
    }
  }

  async buy() {
    const {offer, quantity} = this;
    const address = offer.deliveryRequired ? delivery() ?? await askDelivery() : null;
    showDelivery();
    if (offer.deliveryRequired && !address) {
      return;
    }
    const line = {offer: offer.id, quantity, expectedPriceMinor: offer.priceMinor};
    await this.attempt(onWait => place(session, line, address, onWait), text('attempt.sending'));
  }

  /** Runs one attempt; meanwhile the button cannot be pressed. */
  async attempt(run, words) {
    if (this.buying) {
      return;
    }
    this.buying = true;
    this.draw();
    say(this.notice, words);
    const outcome = await run(code => say(this.notice, text(`attempt.${code}`) || text('attempt.other')));
    if (outcome.order?.state === 'held') {
      this.left = true; // and the button stays as it is
      location.assign(orderAddress(outcome.order));
      return;
    }
    this.buying = false;
    this.draw();
    this.tell(outcome);
    look();
  }

  /** Somebody who had gone to the order comes back to this page as it was. */
  comeBack() {
    if (this.left) {
      this.left = this.buying = false;
      say(this.notice, '');
      this.draw();
    }
  }

  tell({order, code}) {
    this.notice.classList.toggle('good', order !== undefined);
    if (order) {
      const link = el('a', {href: orderAddress(order)}, text('outcome.see'));
      say(this.notice, `${text(order.state === 'confirmed' ? 'outcome.confirmed' : `order.${order.state}`)} `, link);
    } else {
      say(this.notice, text(`outcome.${code}`) || text('outcome.other', {code}));
    }
  }
}

function closing(offer) {
  return offer.state === 'open' && offer.closesAt ? text('offer.closesIn', {time: countdown(until(offer.closesAt))}) : '';
}

function orderAddress(order) {
  return inLanguage(`/orders/${order.id}`);
}
