import { type CSSProperties, useMemo } from 'react';
import { encode as qrCode } from 'uqr';
import type { Locale } from '../../contracts/primitives.ts';
import type { Slip } from '../../contracts/slip.ts';
import {
  columnsOf,
  columnsOfGrapheme,
  graphemesOf,
  layoutSlip,
  QR_LEVEL,
  qrModuleDots,
  type SlipRow,
  type SlipTextRow,
} from '../../contracts/slip-layout.ts';
import './slip.css';
import { documentLocale, slipTexts } from './texts.ts';

export interface SlipPreviewProps {
  slip: Slip;
  /** Printable dots across, as the printer is declared: 384 on 58 mm paper, 576 (the default) on 80 mm. */
  dots?: 384 | 576;
  /** Of what is read aloud. Default: the language of the document. */
  locale?: Locale;
  /** Times the size on paper (at arm's length; larger on a panel that is read from afar). */
  scale?: number;
}

/** Printed text is 3 mm high: on a screen that is read standing it is shown larger. */
const DEFAULT_SCALE = 1.5;

/** A slip (凭条) as it will come out of the printer: the same layout, column by column. */
export function SlipPreview({ slip, dots = 576, locale, scale = DEFAULT_SCALE }: SlipPreviewProps) {
  const t = slipTexts(locale ?? documentLocale());
  const rows = useMemo(() => layoutSlip(slip, columnsOf(dots)), [slip, dots]);
  const measures = { '--slip-dots': dots, '--slip-scale': scale } as CSSProperties;
  return (
    <section className="slip" data-dots={dots} aria-label={t('slip.label')} style={measures}>
      <div className="slip__paper">
        {rows.map((row, n) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place.
          <Row key={n} row={row} dots={dots} code={t('slip.code')} />
        ))}
      </div>
    </section>
  );
}

function Row({ row, dots, code }: { row: SlipRow; dots: number; code: string }) {
  switch (row.type) {
    case 'rule':
      return <div className="slip__rule" />;
    case 'qr':
      return <Code text={row.text} align={row.align} dots={dots} label={code} />;
    case 'text':
      return <TextRow row={row} />;
  }
}

/** The screen's letters are not all as narrow as a printer's: the broad ones are squeezed into their cell. */
function squeezed(grapheme: string): 'much' | 'some' | undefined {
  if (/^[mwMW@%&]$/.test(grapheme)) return 'much';
  return /^[A-Z]$/.test(grapheme) && grapheme !== 'I' ? 'some' : undefined;
}

/** Each character in a cell of its own, as the printer sets it; read aloud as one line. */
function TextRow({ row }: { row: SlipTextRow }) {
  return (
    <p className="slip__row" data-align={row.align} data-size={row.size} data-bold={row.bold || undefined}>
      <span className="visually-hidden">{row.text}</span>
      {graphemesOf(row.text).map((grapheme, n) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: characters have no identity but their place.
          key={n}
          className="slip__cell"
          data-wide={columnsOfGrapheme(grapheme) === 2 || undefined}
          data-squeezed={squeezed(grapheme)}
          aria-hidden="true"
        >
          {grapheme}
        </span>
      ))}
    </p>
  );
}

function Code({ text, align, dots, label }: { text: string; align: string; dots: number; label: string }) {
  const { size, path } = useMemo(() => {
    const code = qrCode([...new TextEncoder().encode(text)], { ecc: QR_LEVEL, border: 0 });
    const squares = code.data.flatMap((row, y) =>
      row.flatMap((black, x) => (black ? `M${x} ${y}h1v1h-1z` : [])),
    );
    return { size: code.size, path: squares.join('') };
  }, [text]);
  const measures = { '--slip-code': size * qrModuleDots(size, dots) } as CSSProperties;
  return (
    <div className="slip__code" data-align={align} style={measures}>
      <svg viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shapeRendering="crispEdges">
        <path d={path} />
      </svg>
    </div>
  );
}
