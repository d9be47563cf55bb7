// What all pages have in common: making elements, the frame around a page, questions.

import {language, locale, otherLanguage, text} from './language.js';

const main = document.getElementById('page');

/** An element; `properties` are set on it, those with a dash as attributes, and empty children left out. */
export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.includes('-') || name === 'role') {
      element.setAttribute(name, value);
    } else {
      element[name] = value;
    }
  }
  element.append(...children.flat().filter(child => child !== null && child !== undefined && child !== ''));
  return element;
}

/** Puts the frame into the language of the page, which need not be the one the server took it to be. */
export function open(title) {
  document.documentElement.lang = locale;
  document.querySelector('.brand').textContent = text('brand');
  document.getElementById('mine').textContent = text('mine');
  const other = document.getElementById('switch');
  const address = new URL(location.href);
  address.searchParams.set('lang', otherLanguage);
  other.href = address;
  other.textContent = text('switch');
  other.lang = other.hreflang = otherLanguage;
  entitle(title);
  return main;
}

export function entitle(title) {
  document.title = `${title} · ${text('brand')}`;
}

/** An address of this server, in the language of the page. */
export function inLanguage(address) {
  const url = new URL(address, location.href);
  if (url.origin === location.origin) {
    url.searchParams.set('lang', language);
  }
  return url;
}

export function replace(...children) {
  main.replaceChildren(...children.filter(Boolean));
}

/** Asks before something is done; true where it may be. */
export function confirmed(question, yes, no) {
  return new Promise(resolve => {
    const dialog = el('dialog', {className: 'sheet'},
      el('p', {}, question),
      el('div', {className: 'choices'},
        el('button', {className: 'plain', onclick: () => dialog.close('no')}, no),
        el('button', {className: 'danger', onclick: () => dialog.close('yes')}, yes)));
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'yes');
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
