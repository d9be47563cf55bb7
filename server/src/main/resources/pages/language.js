// The language of the page: the one asked for in the address, else the one chosen before, else the browser's.

import {recall, remember} from './storage.js';
import en from './texts.en.js';
import zh from './texts.zh.js';

const TEXTS = {en, zh};
const CHOSEN = 'ganchang.language';

const asked = new URLSearchParams(location.search).get('lang');
if (Object.hasOwn(TEXTS, asked ?? '')) {
  remember(CHOSEN, asked);
}

const wanted = recall(CHOSEN) ?? document.documentElement.dataset.language;

export const language = Object.hasOwn(TEXTS, wanted) ? wanted : 'en';
export const otherLanguage = language === 'en' ? 'zh' : 'en';
export const locale = language === 'zh' ? 'zh-CN' : 'en';

/** The text of that key, with the values in its {places}; empty where there is none. */
export function text(key, values = {}) {
  return (TEXTS[language][key] ?? '').replace(/\{(\w+)}/g, (place, name) => String(values[name] ?? place));
}
