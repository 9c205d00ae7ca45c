import { useMutation } from '@tanstack/react-query';
import { Alert, Form, Input, Modal } from 'antd';
import { login as loginSchema, type Role } from '../../contracts/hub/console-api.ts';
import { useClient } from '../api/context.tsx';
import { useConsoleTexts } from '../i18n/use-texts.ts';
import { failureText } from '../ui/failure.tsx';
import { NameField, PasswordField, RoleField } from './fields.tsx';

interface Fields {
  login: string;
  name: string;
  role: Role;
  password: string;
}

export function CreateDialog({ onClose, onSaved }: { onClose: () => void; onSaved: () => void }) {
  const texts = useConsoleTexts();
  const { t } = texts;
  const client = useClient();
  const [form] = Form.useForm<Fields>();
  const create = useMutation({
    mutationFn: (fields: Fields) => client.users.create({ ...fields, name: fields.name.trim() }),
    onSuccess: onSaved,
  });
  return (
    <Modal
      open
      title={t('users.createTitle')}
      okText={t('do.save')}
      cancelText={t('do.cancel')}
      confirmLoading={create.isPending}
      mask={{ closable: false }}
      onCancel={onClose}
      onOk={form.submit}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ role: 'viewer' }}
        onFinish={(fields) => create.mutate(fields)}
      >
        {create.error && (
          <Alert
            type="error"
            showIcon
            role="alert"
            className="form-alert"
            title={failureText(texts, create.error)}
          />
        )}
        <Form.Item
          name="login"
          label={t('users.login')}
          extra={t('users.loginRule')}
          rules={[
            { required: true, message: t('users.required') },
            {
              validator: async (_rule, value: string | undefined) => {
                if (value && !loginSchema.safeParse(value).success) throw new Error(t('users.loginRule'));
              },
            },
          ]}
        >
          <Input
            className="mono"
            maxLength={40}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
          />
        </Form.Item>
        <NameField />
        <RoleField />
        <PasswordField form={form} label={t('users.password')} />
      </Form>
    </Modal>
  );
}
