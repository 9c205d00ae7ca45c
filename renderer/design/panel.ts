import { type Panel, pxPerMm } from '../../contracts/panel.ts';

/** A panel from this diagonal on is read from 600 mm, a smaller one from arm's length. Inches. */
const FAR_FROM_INCH = 15;

/** Tells the style sheet how many pixels a millimetre has on this panel. */
export function applyPanel(root: HTMLElement, panel: Panel): void {
  root.style.setProperty('--mm', `${pxPerMm(panel).toFixed(3)}px`);
  root.dataset.distance = panel.diagonalInch >= FAR_FROM_INCH ? 'far' : 'near';
}
