// The page with one's own orders, newest first.

import {call} from './api.js';
import {count, moment, money} from './format.js';
import {knownToken, renew} from './guest.js';
import {text} from './language.js';
import {el, inLanguage, open, replace} from './page.js';

const PAGE = 20;

const markets = new Map();
const list = el('ul', {className: 'orders'});
const notice = el('p', {className: 'notice', role: 'status'}, text('orders.none'));
const more = el('button', {className: 'plain', hidden: true}, text('orders.more'));

open(text('orders.title'));
replace(el('h1', {}, text('orders.title')), notice, list, more);
renew().then(() => knownToken() && load(null));

async function load(after) {
  more.disabled = true;
  const reply = await call('GET', `/v1/orders?limit=${PAGE}${after ? `&after=${after}` : ''}`, {token: knownToken()});
  more.disabled = false;
  if (reply.status !== 200) {
    notice.hidden = false;
    notice.textContent = text(reply.status === 401 ? 'orders.none' : 'noAnswer');
    more.hidden = false;
    more.onclick = () => load(after);
    return;
  }
  const {items, next} = reply.value;
  await Promise.all([...new Set(items.map(order => order.session))].map(readMarket));
  list.append(...items.map(row));
  notice.hidden = list.childElementCount > 0;
  more.hidden = next === null;
  more.onclick = () => load(next);
}

/** The titles of what was ordered stand with the session. */
async function readMarket(session) {
  if (!markets.has(session)) {
    const reply = await call('GET', `/v1/sessions/${session}`);
    markets.set(session, reply.status === 200 ? reply.value.offers : []);
  }
}

function row(order) {
  const titles = order.lines.map(line => {
    const offer = markets.get(order.session).find(({id}) => id === line.offer);
    return `${offer?.title ?? line.offer} × ${count(line.quantity)}`;
  });
  return el('li', {},
    el('a', {className: 'card', href: inLanguage(`/orders/${order.id}`)},
      el('span', {className: `mark ${order.state}`}, text(`order.${order.state}`)),
      el('span', {className: 'titles'}, titles.join(' · ')),
      el('span', {className: 'number'}, money(order.amountMinor, order.currency)),
      el('span', {className: 'small'}, moment(order.createdAt))));
}
