import { KeyOutlined, PlusOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Skeleton } from 'antd';
import { useState } from 'react';
import type { TerminalRow } from '../../contracts/hub/console-api.ts';
import { useClient } from '../api/context.tsx';
import { codeOf } from '../api/failure.ts';
import { useConsoleTexts } from '../i18n/use-texts.ts';
import { count } from '../lib/number.ts';
import { dateTime } from '../lib/time.ts';
import { useMe } from '../session/provider.tsx';
import { EmptyNote, FailureNote, failureText } from '../ui/failure.tsx';
import { Room } from '../ui/room.tsx';
import { CounterTokenDialog } from './counter-token-dialog.tsx';
import { EnrolDialog, type Enrolling } from './enrol-dialog.tsx';
import { summarize } from './summary.ts';
import { TerminalTable } from './terminal-table.tsx';

const REFRESH_MS = 10_000;

export function TerminalsRoom() {
  const texts = useConsoleTexts();
  const { t } = texts;
  const { may } = useMe();
  const client = useClient();
  const queries = useQueryClient();
  const { modal, message } = App.useApp();
  const [enrolling, setEnrolling] = useState<Enrolling | null>(null);
  const [tokenOpen, setTokenOpen] = useState(false);

  const terminals = useQuery({
    queryKey: ['terminals'],
    queryFn: ({ signal }) => client.terminals.list(undefined, { signal }),
    refetchInterval: REFRESH_MS,
  });

  const refresh = () => void queries.invalidateQueries({ queryKey: ['terminals'] });
  const revoke = useMutation({
    mutationFn: (terminal: TerminalRow) => client.terminals.revoke({ terminalId: terminal.id }),
    onSuccess: (_, terminal) => {
      void message.success(t('terminals.revoked', { id: terminal.id }));
      refresh();
    },
    onError: (error) => void message.error(failureText(texts, error)),
  });
  const askRevoke = (terminal: TerminalRow) =>
    void modal.confirm({
      title: t('terminals.revokeTitle', { id: terminal.id }),
      content: t('terminals.revokeHint', { n: count(terminal.queueReady) }),
      okText: t('terminals.revoke'),
      okButtonProps: { danger: true },
      cancelText: t('do.cancel'),
      focusable: { autoFocusButton: 'cancel' },
      onOk: () => revoke.mutateAsync(terminal).catch(() => undefined),
    });

  const manage = may('terminals.manage');
  const rows = terminals.data?.rows;
  return (
    <Room
      title={t('room.terminals')}
      aside={
        manage && (
          <>
            <Button icon={<KeyOutlined aria-hidden />} onClick={() => setTokenOpen(true)}>
              {t('terminals.token')}
            </Button>
            <Button
              type="primary"
              icon={<PlusOutlined aria-hidden />}
              onClick={() => setEnrolling({ terminalId: '', windowId: null })}
            >
              {t('terminals.enrol')}
            </Button>
          </>
        )
      }
    >
      {terminals.error && (
        <FailureNote code={codeOf(terminals.error)} retry={() => void terminals.refetch()} />
      )}
      {!terminals.error && !rows && <Skeleton active title={false} paragraph={{ rows: 10 }} />}
      {rows?.length === 0 && <EmptyNote title={t('terminals.empty')} hint={t('terminals.emptyHint')} />}
      {terminals.data && rows && rows.length > 0 && (
        <>
          <Totals rows={rows} serverMs={terminals.data.serverMs} />
          <TerminalTable
            rows={rows}
            serverMs={terminals.data.serverMs}
            {...(manage
              ? {
                  onRevoke: askRevoke,
                  onEnrol: (row: TerminalRow) => setEnrolling({ terminalId: row.id, windowId: row.windowId }),
                }
              : {})}
          />
        </>
      )}
      {enrolling && (
        <EnrolDialog
          start={enrolling}
          onClose={() => {
            setEnrolling(null);
            refresh();
          }}
        />
      )}
      {tokenOpen && <CounterTokenDialog onClose={() => setTokenOpen(false)} />}
    </Room>
  );
}

function Totals({ rows, serverMs }: { rows: TerminalRow[]; serverMs: number }) {
  const { t } = useConsoleTexts();
  const sum = summarize(rows);
  return (
    <p className="totals">
      <span>{t('terminals.online', { n: sum.online })}</span>
      <span>{t('terminals.offline', { n: sum.offline })}</span>
      <span className={sum.attention > 0 ? 'totals-bad' : ''}>
        {t('terminals.attention', { n: sum.attention })}
      </span>
      <span>{t('terminals.queueTotal', { n: count(sum.queue) })}</span>
      <span className="faint totals-time">
        {t('terminals.refreshed', { time: dateTime(serverMs).slice(11) })}
      </span>
    </p>
  );
}
