import type { KioskKey } from './texts.ts';

/** What the help says of each page: the kind of a flow's step, or a page of the kiosk. */
const HOW: Readonly<Record<string, KioskKey>> = {
  attract: 'how.attract',
  home: 'how.home',
  signIn: 'how.signIn',
  info: 'how.info',
  choice: 'how.choice',
  idCard: 'how.idCard',
  manualId: 'how.manualId',
  scanCode: 'how.scanCode',
  scan: 'how.scan',
  form: 'how.form',
  sign: 'how.sign',
  delivery: 'how.delivery',
  submit: 'how.submit',
  checkAnswers: 'how.checkAnswers',
  printSlip: 'how.printSlip',
  done: 'how.done',
};

export const howOf = (page: string): KioskKey => HOW[page] ?? 'how.room';
