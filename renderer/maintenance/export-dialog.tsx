import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { Icon } from '../design/icon.tsx';
import { PATIENCE } from './calls.ts';
import { useMaintenance } from './context.ts';
import { useAsking } from './hooks.ts';
import { Shape } from './state-mark.tsx';

/** Writes the diagnostics bundle, and says where it went. */
export function ExportDialog({ onClose }: { onClose: () => void }) {
  const { session, texts, live } = useMaintenance();
  const { t } = texts;
  const { busy, reply, ask } = useAsking<{ path: string; removable: boolean }>();
  const start = () =>
    void ask(() =>
      session.call(PATIENCE.exportDiagnostics, (to, sessionId) => to.exportDiagnostics({ sessionId })),
    );
  return (
    <Dialog
      title={t('export.open')}
      onClose={onClose}
      aside={
        <Button icon="close" onPress={onClose}>
          {t('action.close')}
        </Button>
      }
    >
      <div className="m-export">
        <p>{t('export.what')}</p>
        <p>{t('export.where')}</p>
        <div role="status">
          {busy && (
            <p className="m-outcome m-outcome--busy">
              <Icon name="clock" />
              <span>
                {t('export.busy')}{' '}
                <span className="m-outcome__most">
                  {t('busy.most', { n: PATIENCE.exportDiagnostics / 1_000 })}
                </span>
              </span>
            </p>
          )}
          {reply?.ok === true && (
            <p className="m-outcome" data-good>
              <Shape state="ok" />
              <span>
                {reply.value.removable ? t('export.removable') : t('export.local')}{' '}
                <code>{reply.value.path}</code>
              </span>
            </p>
          )}
          {reply?.ok === false && (
            <p className="m-outcome">
              <Shape state="fault" />
              <span>{t('export.refused', { why: texts.staff(reply.code) })}</span>
            </p>
          )}
        </div>
      </div>
      <div className="m-dialog__keys">
        <Button size="main" kind="primary" disabled={busy || !live} onPress={start}>
          {t('export.start')}
        </Button>
      </div>
    </Dialog>
  );
}
