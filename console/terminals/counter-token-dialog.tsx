import { useMutation } from '@tanstack/react-query';
import { Alert, Form, Modal } from 'antd';
import { useClient } from '../api/context.tsx';
import { useConsoleTexts } from '../i18n/use-texts.ts';
import { CopyField } from '../ui/copy-field.tsx';
import { failureText } from '../ui/failure.tsx';
import { WindowField } from './window-field.tsx';

/** Issues a window's counter token (the old one ends) and shows it once. */
export function CounterTokenDialog({ onClose }: { onClose: () => void }) {
  const texts = useConsoleTexts();
  const { t } = texts;
  const client = useClient();
  const [form] = Form.useForm<{ windowId: string }>();
  const issue = useMutation({
    mutationFn: ({ windowId }: { windowId: string }) => client.terminals.counterToken({ windowId }),
  });
  const { data } = issue;

  return (
    <Modal
      open
      title={t('terminals.tokenTitle')}
      onCancel={onClose}
      onOk={data ? onClose : form.submit}
      okText={data ? t('do.close') : t('terminals.makeToken')}
      cancelText={t('do.cancel')}
      confirmLoading={issue.isPending}
      mask={{ closable: false }}
      {...(data ? { cancelButtonProps: { style: { display: 'none' } } } : {})}
    >
      {data ? (
        <>
          <CopyField label={t('terminals.token')} value={data.token} />
          <CopyField label={t('terminals.tokenLink')} value={counterLink(data.token)} />
          <p className="faint">{t('terminals.tokenOnce')}</p>
        </>
      ) : (
        <Form form={form} layout="vertical" requiredMark={false} onFinish={(fields) => issue.mutate(fields)}>
          <p className="faint">{t('terminals.tokenHint')}</p>
          {issue.error && (
            <Alert
              type="error"
              showIcon
              role="alert"
              className="form-alert"
              title={failureText(texts, issue.error)}
            />
          )}
          <WindowField />
        </Form>
      )}
    </Modal>
  );
}

/** The token stands behind `#`: it reaches the page, never a server's log. */
const counterLink = (token: string): string =>
  new URL(`/counter/#token=${encodeURIComponent(token)}`, location.origin).href;
