import type { KioskStatus, VisitView } from '../../contracts/kiosk.ts';
import { Icon } from '../design/icon.tsx';
import { useKiosk } from './context.ts';
import { List } from './list.tsx';
import { useSending } from './sending.ts';
import { useAwayNote } from './steps/apply/draft.tsx';

interface FlowListProps {
  status: KioskStatus;
  visit: VisitView;
  onHome: () => void;
}

const A_PAGE = 6;

/** The guided flows. One whose devices are missing says so before anybody begins. */
export function FlowList({ status, visit, onHome }: FlowListProps) {
  const { texts } = useKiosk();
  const { t, say } = texts;
  const { refusal, busy, send } = useSending();
  const note = useAwayNote(visit);
  return (
    <List
      title={t('list.flows')}
      items={status.flows}
      most={A_PAGE}
      empty={t('home.none')}
      note={note}
      refusal={refusal === null ? undefined : texts.error(refusal)}
      onHome={onHome}
      draw={(flow) => {
        const isOut = flow.missing.length > 0;
        const devices = flow.missing.map((d) => t(`device.${d}`)).join('、');
        return (
          <button
            type="button"
            className="list__item"
            aria-disabled={isOut || busy || undefined}
            onClick={
              isOut || busy
                ? undefined
                : () => void send((terminal) => terminal.kiosk.start({ visitId: visit.id, flowId: flow.id }))
            }
          >
            <strong>{say(flow.title)}</strong>
            <span className={isOut ? 'refusal' : 'quiet'}>
              {isOut ? `${t('home.missing', { devices })}。${t('home.elsewhere')}` : say(flow.summary)}
            </span>
            <Icon name={isOut ? 'alert' : 'elsewhere'} />
          </button>
        );
      }}
    />
  );
}
