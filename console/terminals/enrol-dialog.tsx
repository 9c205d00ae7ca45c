import { useMutation } from '@tanstack/react-query';
import { Alert, Form, Input, Modal } from 'antd';
import { terminalId as terminalIdSchema } from '../../contracts/primitives.ts';
import { useClient } from '../api/context.tsx';
import { useConsoleTexts } from '../i18n/use-texts.ts';
import { CopyField } from '../ui/copy-field.tsx';
import { failureText } from '../ui/failure.tsx';
import { useSpan } from '../ui/use-span.ts';
import { WindowField } from './window-field.tsx';

export interface Enrolling {
  terminalId: string;
  windowId: string | null;
}

/** Makes a one-time code for a terminal and shows it once. */
export function EnrolDialog({ start, onClose }: { start: Enrolling; onClose: () => void }) {
  const texts = useConsoleTexts();
  const { t } = texts;
  const client = useClient();
  const span = useSpan();
  const [form] = Form.useForm<{ terminalId: string; windowId: string }>();
  const enrol = useMutation({
    mutationFn: (input: { terminalId: string; windowId: string }) => client.terminals.enrol(input),
  });
  const { data } = enrol;

  return (
    <Modal
      open
      title={t('terminals.enrolTitle')}
      onCancel={onClose}
      onOk={data ? onClose : form.submit}
      okText={data ? t('do.close') : t('terminals.make')}
      cancelText={t('do.cancel')}
      confirmLoading={enrol.isPending}
      mask={{ closable: false }}
      {...(data ? { cancelButtonProps: { style: { display: 'none' } } } : {})}
    >
      {data ? (
        <>
          <CopyField label={t('terminals.code')} value={data.code} />
          <p className="faint">{t('terminals.codeOnce', { span: span(data.expiresInMs) })}</p>
        </>
      ) : (
        <Form
          form={form}
          layout="vertical"
          requiredMark={false}
          initialValues={{
            terminalId: start.terminalId,
            ...(start.windowId && { windowId: start.windowId }),
          }}
          onFinish={(fields) => enrol.mutate(fields)}
        >
          <p className="faint">{t('terminals.enrolHint')}</p>
          {enrol.error && (
            <Alert
              type="error"
              showIcon
              role="alert"
              className="form-alert"
              title={failureText(texts, enrol.error)}
            />
          )}
          <Form.Item
            name="terminalId"
            label={t('terminals.id')}
            extra={t('terminals.idHint')}
            rules={[
              { required: true, message: t('terminals.required') },
              {
                validator: async (_rule, value: string | undefined) => {
                  if (value && !terminalIdSchema.safeParse(value).success)
                    throw new Error(t('terminals.idRule'));
                },
              },
            ]}
          >
            <Input className="mono" maxLength={40} disabled={start.terminalId !== ''} autoComplete="off" />
          </Form.Item>
          <WindowField />
        </Form>
      )}
    </Modal>
  );
}
