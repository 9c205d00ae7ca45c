import { CustomerServiceOutlined } from '@ant-design/icons';
import { useMutation, useQuery } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useClient } from '../api/context.tsx';
import { inLocale } from '../i18n/texts.ts';
import { useConsoleTexts } from '../i18n/use-texts.ts';
import { failureText } from '../ui/failure.tsx';

const REFRESH_MS = 5_000;

/** Citizens at kiosks who called for staff (呼叫工作人员), above every room until somebody goes there. */
export function HelpStrip() {
  const texts = useConsoleTexts();
  const { t, locale } = texts;
  const client = useClient();
  const { message } = App.useApp();
  const list = useQuery({
    queryKey: ['help'],
    queryFn: ({ signal }) => client.help.open(undefined, { signal }),
    refetchInterval: REFRESH_MS,
  });
  const going = useMutation({
    mutationFn: (id: string) => client.help.take({ id }),
    onError: (error) => void message.error(failureText(texts, error)),
    onSettled: () => list.refetch(),
  });
  const calls = list.data?.calls ?? [];
  const now = list.data?.serverMs ?? 0;
  return (
    <section className="help-strip" role="status" aria-label={t('help.title')}>
      {calls.map((call) => (
        <div key={call.id} className="help-call">
          <CustomerServiceOutlined aria-hidden />
          <span>
            <strong>{t('help.calls', { terminal: call.terminalId })}</strong> {inLocale(call.window, locale)}{' '}
            · {t('help.waits', { n: Math.max(0, Math.floor((now - call.calledMs) / 60_000)) })}
          </span>
          <Button
            size="small"
            type="primary"
            disabled={going.isPending}
            onClick={() => going.mutate(call.id)}
          >
            {t('help.go')}
          </Button>
        </div>
      ))}
    </section>
  );
}
