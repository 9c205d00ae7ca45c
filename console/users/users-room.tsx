import { PlusOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Skeleton, Table, type TableColumnsType } from 'antd';
import { useState } from 'react';
import type { UserRow } from '../../contracts/hub/console-api.ts';
import { useClient } from '../api/context.tsx';
import { codeOf } from '../api/failure.ts';
import { useConsoleTexts } from '../i18n/use-texts.ts';
import { dateTime } from '../lib/time.ts';
import { useMe } from '../session/provider.tsx';
import { FailureNote, failureText } from '../ui/failure.tsx';
import { Room } from '../ui/room.tsx';
import { StateText } from '../ui/state-text.tsx';
import { CreateDialog } from './create-dialog.tsx';
import { EditDialog } from './edit-dialog.tsx';
import { ResetDialog } from './reset-dialog.tsx';

type Open = { dialog: 'create' } | { dialog: 'edit' | 'reset'; user: UserRow };

export function UsersRoom() {
  const texts = useConsoleTexts();
  const { t } = texts;
  const { me } = useMe();
  const client = useClient();
  const queries = useQueryClient();
  const { modal, message } = App.useApp();
  const [open, setOpen] = useState<Open | null>(null);

  const users = useQuery({
    queryKey: ['users'],
    queryFn: ({ signal }) => client.users.list(undefined, { signal }),
  });
  const saved = () => {
    setOpen(null);
    void message.success(t('users.saved'));
    void queries.invalidateQueries({ queryKey: ['users'] });
  };
  const update = useMutation({
    mutationFn: (change: { id: string; disabled?: boolean; unlock?: boolean }) => client.users.update(change),
    onSuccess: saved,
    onError: (error) => void message.error(failureText(texts, error)),
  });
  const askDisable = (user: UserRow) =>
    void modal.confirm({
      title: t('users.disableTitle', { login: user.login }),
      content: t('users.disableHint'),
      okText: t('users.disable'),
      okButtonProps: { danger: true },
      cancelText: t('do.cancel'),
      focusable: { autoFocusButton: 'cancel' },
      onOk: () => update.mutateAsync({ id: user.id, disabled: true }).catch(() => undefined),
    });

  const nowMs = users.dataUpdatedAt;
  const columns: TableColumnsType<UserRow> = [
    {
      title: t('users.column.login'),
      key: 'login',
      width: 150,
      render: (_, u) => (
        <>
          <span className="mono">{u.login}</span>
          {u.id === me.id && <span className="faint self">{t('users.self')}</span>}
        </>
      ),
    },
    { title: t('users.column.name'), key: 'name', ellipsis: true, render: (_, u) => u.name },
    { title: t('users.column.role'), key: 'role', width: 126, render: (_, u) => t(`role.${u.role}`) },
    {
      title: t('users.column.state'),
      key: 'state',
      width: 186,
      render: (_, u) => <UserState user={u} nowMs={nowMs} />,
    },
    {
      title: t('users.column.lastLogin'),
      key: 'lastLogin',
      width: 164,
      render: (_, u) =>
        u.lastLoginMs === null ? <span className="faint">{t('users.never')}</span> : dateTime(u.lastLoginMs),
    },
    {
      title: t('users.column.actions'),
      key: 'actions',
      width: 292,
      render: (_, u) => (
        <span className="actions">
          <Action text={t('users.edit')} of={u} onClick={() => setOpen({ dialog: 'edit', user: u })} />
          {u.id !== me.id && (
            <>
              <Action text={t('users.reset')} of={u} onClick={() => setOpen({ dialog: 'reset', user: u })} />
              {u.disabled ? (
                <Action
                  text={t('users.enable')}
                  of={u}
                  onClick={() => update.mutate({ id: u.id, disabled: false })}
                />
              ) : (
                <Action danger text={t('users.disable')} of={u} onClick={() => askDisable(u)} />
              )}
            </>
          )}
          {isLocked(u, nowMs) && (
            <Action
              text={t('users.unlock')}
              of={u}
              onClick={() => update.mutate({ id: u.id, unlock: true })}
            />
          )}
        </span>
      ),
    },
  ];

  return (
    <Room
      title={t('room.users')}
      aside={
        <Button
          type="primary"
          icon={<PlusOutlined aria-hidden />}
          onClick={() => setOpen({ dialog: 'create' })}
        >
          {t('users.create')}
        </Button>
      }
    >
      {users.error && <FailureNote code={codeOf(users.error)} retry={() => void users.refetch()} />}
      {!users.error && !users.data && <Skeleton active title={false} paragraph={{ rows: 8 }} />}
      {users.data && (
        <Table<UserRow>
          className="list list-single"
          size="small"
          rowKey="id"
          columns={columns}
          dataSource={users.data}
          pagination={false}
          tableLayout="fixed"
          sticky
          aria-label={t('users.list')}
          rowClassName={(u) => (u.disabled ? 'row-over' : '')}
        />
      )}
      {open?.dialog === 'create' && <CreateDialog onClose={() => setOpen(null)} onSaved={saved} />}
      {open?.dialog === 'edit' && (
        <EditDialog user={open.user} onClose={() => setOpen(null)} onSaved={saved} />
      )}
      {open?.dialog === 'reset' && (
        <ResetDialog user={open.user} onClose={() => setOpen(null)} onSaved={saved} />
      )}
    </Room>
  );
}

const isLocked = (user: UserRow, nowMs: number): boolean =>
  user.lockedUntilMs !== null && user.lockedUntilMs > nowMs;

function UserState({ user, nowMs }: { user: UserRow; nowMs: number }) {
  const { t } = useConsoleTexts();
  if (user.disabled) return <StateText tone="quiet">{t('users.state.disabled')}</StateText>;
  if (user.lockedUntilMs !== null && isLocked(user, nowMs))
    return (
      <StateText tone="warn" title={dateTime(user.lockedUntilMs)}>
        {t('users.state.locked')}
        <span className="faint self">
          {t('users.lockedUntil', { time: dateTime(user.lockedUntilMs).slice(11, 16) })}
        </span>
      </StateText>
    );
  return <StateText tone="good">{t('users.state.active')}</StateText>;
}

function Action(o: { text: string; of: UserRow; danger?: boolean; onClick: () => void }) {
  return (
    <Button type="link" size="small" danger={o.danger === true} onClick={o.onClick}>
      {o.text}
      <span className="visually-hidden"> {o.of.login}</span>
    </Button>
  );
}
