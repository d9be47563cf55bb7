// Where to deliver: asked once, then remembered by this browser.

import {DIVISIONS} from './divisions.js';
import {text} from './language.js';
import {el} from './page.js';
import {recall, remember} from './storage.js';

const DELIVERY = 'ganchang.delivery';

export function delivery() {
  return recall(DELIVERY);
}

/** In one line, or empty where nothing is remembered. */
export function deliveryInShort() {
  const known = delivery();
  const division = DIVISIONS.find(({code}) => code === known?.division);
  return known ? [known.name, known.phone, division?.name, known.street].filter(Boolean).join(' · ') : '';
}

/** Asks for it in a sheet over the page; answers it, or null where whoever was asked went back. */
export function askDelivery() {
  return new Promise(resolve => {
    const sheet = makeSheet();
    sheet.addEventListener('close', () => {
      sheet.remove();
      resolve(sheet.returnValue === 'saved' ? delivery() : null);
    });
    document.body.append(sheet);
    sheet.showModal();
  });
}

function makeSheet() {
  const known = delivery() ?? {};
  const form = el('form', {},
    el('h2', {}, text('delivery.title')),
    field('name', {autocomplete: 'name', maxLength: 100, value: known.name ?? ''}),
    field('phone', {
      type: 'tel', autocomplete: 'tel', maxLength: 32, pattern: '[0-9+\\(\\) \\-]{5,32}', value: known.phone ?? '',
      title: text('delivery.phoneShape'),
    }),
    divisionField(known.division),
    field('street', {autocomplete: 'street-address', maxLength: 300, value: known.street ?? ''}),
    el('p', {className: 'small'}, text('delivery.kept')),
    el('div', {className: 'choices'},
      el('button', {type: 'button', className: 'plain', onclick: () => sheet.close('back')}, text('back')),
      el('button', {className: 'main'}, text('delivery.save'))));
  const sheet = el('dialog', {className: 'sheet'}, form);
  form.addEventListener('submit', event => {
    event.preventDefault();
    const {name, phone, division, street} = Object.fromEntries(new FormData(form));
    remember(DELIVERY, {division, name: name.trim(), phone: phone.trim(), street: street.trim()});
    sheet.close('saved');
  });
  return sheet;
}

function field(name, properties) {
  return el('label', {}, text(`delivery.${name}`), el('input', {name, required: true, ...properties}));
}

function divisionField(chosen) {
  const options = DIVISIONS.map(({code, name}) => el('option', {value: code, selected: code === chosen}, name));
  return el('label', {}, text('delivery.division'), el('select', {name: 'division', required: true}, options));
}
