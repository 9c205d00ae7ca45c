import en from '../../../assets/locales/en/room.json' with { type: 'json' };
import zh from '../../../assets/locales/zh-CN/room.json' with { type: 'json' };
import { translations } from '../../translations.ts';
import { useKiosk } from '../context.ts';

const texts = translations(zh, en);

/** Words that every room has, in the visit's language. */
export const useTexts = () => ({ t: texts.in(useKiosk().texts.locale) });
