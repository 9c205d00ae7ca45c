import { useMutation } from '@tanstack/react-query';
import { Alert, Form, Modal } from 'antd';
import type { UserRow } from '../../contracts/hub/console-api.ts';
import { useClient } from '../api/context.tsx';
import { useConsoleTexts } from '../i18n/use-texts.ts';
import { failureText } from '../ui/failure.tsx';
import { PasswordField } from './fields.tsx';

export function ResetDialog(o: { user: UserRow; onClose: () => void; onSaved: () => void }) {
  const texts = useConsoleTexts();
  const { t } = texts;
  const client = useClient();
  const [form] = Form.useForm<{ password: string }>();
  const reset = useMutation({
    mutationFn: ({ password }: { password: string }) => client.users.update({ id: o.user.id, password }),
    onSuccess: o.onSaved,
  });
  return (
    <Modal
      open
      title={t('users.resetTitle', { login: o.user.login })}
      okText={t('users.reset')}
      cancelText={t('do.cancel')}
      confirmLoading={reset.isPending}
      mask={{ closable: false }}
      onCancel={o.onClose}
      onOk={form.submit}
    >
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(fields) => reset.mutate(fields)}>
        <p className="faint">{t('users.resetHint')}</p>
        {reset.error && (
          <Alert
            type="error"
            showIcon
            role="alert"
            className="form-alert"
            title={failureText(texts, reset.error)}
          />
        )}
        <PasswordField form={form} label={t('users.nextPassword')} />
      </Form>
    </Modal>
  );
}
