import { useEffect, useRef, useState } from 'react';
import { Button } from '../../../design/button.tsx';
import { useKiosk } from '../../context.ts';
import { fetchPage } from '../../fetch-page.ts';
import { useSending } from '../../sending.ts';
import type { StepProps } from '../props.ts';
import { createInk, HEIGHT_PX, type Ink, WIDTH_PX } from './ink.ts';
import './sign.css';
import { useApplyTexts } from './texts.ts';

/** The citizen's name by finger under a statement. The picture has the same size on every panel. */
export function Sign({ session, step }: StepProps<'sign'>) {
  const { texts, link } = useKiosk();
  const t = useApplyTexts();
  const { busy, refusal, send } = useSending();
  const canvas = useRef<HTMLCanvasElement>(null);
  const ink = useRef<Ink | null>(null);
  const [state, setState] = useState<'empty' | 'begun' | 'enough'>('empty');
  const isKept = step.pageId !== null && state === 'empty';
  const sessionId = session.id;

  useEffect(() => {
    const element = canvas.current;
    if (element === null) return;
    const drawn = createInk(element, () => setState(drawn.isEnough() ? 'enough' : 'begun'));
    ink.current = drawn;
    return () => drawn.stop();
  }, []);

  const { pageId } = step;
  useEffect(() => {
    if (pageId === null) return;
    let over = false;
    void fetchPage(link, sessionId, pageId).then(async (file) => {
      if (file === null || over) return;
      const picture = await createImageBitmap(file);
      if (!over) ink.current?.show(picture);
      picture.close();
    });
    return () => {
      over = true;
    };
  }, [link, sessionId, pageId]);

  const use = async () => {
    const picture = await ink.current?.picture();
    if (picture === undefined || picture === null) return;
    const file = new File([picture], 'signature', { type: 'image/png' });
    const kept = await send((terminal) => terminal.kiosk.sign({ sessionId, file }));
    if (kept?.ok) setState('empty');
  };
  const clear = () => {
    ink.current?.clear();
    setState('begun');
  };
  return (
    <div className="sign">
      <p className="sign__statement">{texts.say(step.statement)}</p>
      <div className="sign__frame" data-kept={isKept || undefined}>
        <canvas
          ref={canvas}
          className="sign__canvas"
          width={WIDTH_PX}
          height={HEIGHT_PX}
          role="img"
          aria-label={t('sign.canvas')}
        />
      </div>
      <p role="status" className="sign__says">
        {isKept ? t('sign.kept') : state === 'begun' ? t('sign.more') : t('sign.here')}
      </p>
      <p className="refusal" role="alert">
        {refusal !== null && texts.error(refusal)}
      </p>
      <div className="sign__tools">
        <Button size="main" icon="undo" disabled={busy} onPress={clear}>
          {t('sign.clear')}
        </Button>
        <Button
          size="main"
          kind="primary"
          icon="check"
          disabled={busy || state !== 'enough'}
          onPress={() => void use()}
        >
          {t('sign.use')}
        </Button>
      </div>
    </div>
  );
}
