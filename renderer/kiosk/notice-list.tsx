import { useState } from 'react';
import { Button } from '../design/button.tsx';
import { Icon } from '../design/icon.tsx';
import { useKiosk } from './context.ts';
import { List } from './list.tsx';
import { Title } from './title.tsx';
import { Turning } from './turning.tsx';
import { useBoard } from './use-board.ts';

const A_PAGE = 6;

/** The hall's notices (通知公告), one a page when opened. */
export function NoticeList({ boardVersion, onHome }: { boardVersion: string | null; onHome: () => void }) {
  const { texts } = useKiosk();
  const { t } = texts;
  const { notices } = useBoard(boardVersion);
  const [open, setOpen] = useState<string | null>(null);
  const notice = notices.find((n) => n.id === open);
  if (notice !== undefined)
    return (
      <div className="guide">
        <Title>{texts.say(notice.title)}</Title>
        <Turning className="guide__answer list__words">
          <p>{texts.say(notice.body)}</p>
        </Turning>
        <div className="guide__foot">
          <Button size="main" icon="back" onPress={() => setOpen(null)}>
            {t('list.back')}
          </Button>
        </div>
      </div>
    );
  return (
    <List
      title={t('list.notices')}
      items={notices}
      most={A_PAGE}
      empty={t('list.noNotices')}
      onHome={onHome}
      draw={(n) => (
        <button type="button" className="list__item" onClick={() => setOpen(n.id)}>
          <strong>{texts.say(n.title)}</strong>
          <Icon name="elsewhere" />
        </button>
      )}
    />
  );
}
