import type { ReactNode } from 'react';
import { Button } from '../../../design/button.tsx';
import { Dialog } from '../../../design/dialog.tsx';
import { useKiosk } from '../../context.ts';
import './pick-dialog.css';
import { useApplyTexts } from './texts.ts';

interface PickDialogProps {
  title: string;
  /** What the citizen should know before choosing. */
  lead: ReactNode;
  /** What is being done just now; '' = nothing. */
  says: string;
  /** Code of why it could not be done. */
  refusal: string | null;
  busy: boolean;
  rows: readonly { id: string; label: string; detail: string }[];
  onPick: (id: string) => void;
  onClose: () => void;
}

/** One document out of some that the hall can fetch, for the step on the screen. */
export function PickDialog({ title, lead, says, refusal, busy, rows, onPick, onClose }: PickDialogProps) {
  const { texts } = useKiosk();
  const t = useApplyTexts();
  return (
    <Dialog title={title} onClose={onClose}>
      <div className="pick">
        <p>{lead}</p>
        <p role="status">{says}</p>
        <p className="refusal" role="alert">
          {refusal !== null && texts.error(refusal)}
        </p>
        <ul className="pick__list">
          {rows.map(({ id, label, detail }) => (
            <li key={id}>
              <Button size="main" disabled={busy} onPress={() => onPick(id)}>
                <span className="pick__one">
                  {label}
                  <small>{detail}</small>
                </span>
              </Button>
            </li>
          ))}
        </ul>
      </div>
      <div className="page-foot">
        <Button size="main" onPress={onClose}>
          {t('reuse.close')}
        </Button>
      </div>
    </Dialog>
  );
}
