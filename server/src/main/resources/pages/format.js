// Numbers, money and times as people of that language write them.

import {locale} from './language.js';

const whole = new Intl.NumberFormat(locale);
const moments = new Intl.DateTimeFormat(locale, {dateStyle: 'medium', timeStyle: 'short'});
const currencies = new Map();

export function count(number) {
  return whole.format(number);
}

/** Minor units of `currency`, which has as many decimals as ISO 4217 gives it. */
export function money(minor, currency) {
  if (!currencies.has(currency)) {
    currencies.set(currency, new Intl.NumberFormat(locale, {style: 'currency', currency}));
  }
  const format = currencies.get(currency);
  return format.format(minor / 10 ** format.resolvedOptions().maximumFractionDigits);
}

/** A time of the contract (RFC 3339), in the zone of whoever looks. */
export function moment(time) {
  return moments.format(new Date(time));
}

/** 9:58, or 1:02:03. */
export function countdown(ms) {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  const two = number => String(number).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes}:${two(seconds % 60)}`
    : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}
