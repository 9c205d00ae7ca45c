/**
 * Development only: the previews by the hash, such as `#show=slip&dots=384&inch=21.5&lang=en` and `#show=pdf`. The tests
 * hand a PDF over by `window.show(bytes)`.
 */
import '@fontsource-variable/noto-sans-sc/wght.css';
import '../../design/tokens.css';
import '../../design/base.css';
import '../../design/controls.css';
import './slip-page.css';
import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import type { Slip } from '../../../contracts/slip.ts';
import { applyPanel } from '../../design/panel.ts';
import { PdfPreview, SlipPreview } from '../index.tsx';

declare global {
  interface Window {
    show: (pdf: Uint8Array | null) => void;
  }
}

const wanted = new URLSearchParams(location.hash.slice(1));
const locale = wanted.get('lang') === 'en' ? 'en' : 'zh-CN';

const SLIP: Slip = {
  blocks: [
    { type: 'text', text: '卫东区政务服务大厅', align: 'centre', size: 2, bold: true },
    { type: 'text', text: 'Weidong Government Service Hall', align: 'centre', size: 1, bold: false },
    { type: 'rule' },
    { type: 'pair', label: '办件编号', value: 'JY20260001' },
    { type: 'pair', label: '姓名', value: '王*' },
    { type: 'pair', label: '事项', value: '城镇职工基本医疗保险异地就医备案登记（河南省内）' },
    { type: 'pair', label: '窗口', value: '3号' },
    { type: 'text', text: 'A017', align: 'centre', size: 3, bold: true },
    { type: 'text', text: '请在等候区等候叫号，过号请重新取号。', align: 'left', size: 1, bold: false },
    { type: 'qr', text: 'HTR1.JY20260001.1.aB3-_aB3-_aB3-_aB3-_Q', align: 'centre' },
    { type: 'text', text: '2026-01-05 09:00', align: 'right', size: 1, bold: false },
  ],
};

function Page() {
  const [pdf, setPdf] = useState<Uint8Array | null>(null);
  window.show = setPdf;
  if (wanted.get('show') === 'pdf')
    return (
      <main className="try">
        <h1 className="visually-hidden">预览试用</h1>
        {pdf !== null && <PdfPreview pdf={pdf} locale={locale} />}
      </main>
    );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <main className="try try--scrolling" tabIndex={0}>
      <h1 className="visually-hidden">预览试用</h1>
      <SlipPreview slip={SLIP} dots={wanted.get('dots') === '384' ? 384 : 576} locale={locale} />
    </main>
  );
}

const root = document.getElementById('root');
if (root === null) throw new Error('no #root');
const inch = Number(wanted.get('inch') ?? 10.1);
applyPanel(document.documentElement, { widthPx: innerWidth, heightPx: innerHeight, diagonalInch: inch });
document.documentElement.lang = locale;
createRoot(root).render(<Page />);
