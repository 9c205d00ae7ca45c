import { useMutation } from '@tanstack/react-query';
import { Alert, Form, Modal } from 'antd';
import type { Role, UserRow } from '../../contracts/hub/console-api.ts';
import { useClient } from '../api/context.tsx';
import { useConsoleTexts } from '../i18n/use-texts.ts';
import { useMe } from '../session/provider.tsx';
import { failureText } from '../ui/failure.tsx';
import { NameField, RoleField } from './fields.tsx';

interface Fields {
  name: string;
  role: Role;
}

/** Name and role. Nobody changes their own role: the last admin would lock everybody out. */
export function EditDialog(o: { user: UserRow; onClose: () => void; onSaved: () => void }) {
  const texts = useConsoleTexts();
  const { t } = texts;
  const { me } = useMe();
  const client = useClient();
  const [form] = Form.useForm<Fields>();
  const own = o.user.id === me.id;
  const update = useMutation({
    mutationFn: ({ name, role }: Fields) =>
      client.users.update({ id: o.user.id, name: name.trim(), ...(own ? {} : { role }) }),
    onSuccess: o.onSaved,
  });
  return (
    <Modal
      open
      title={t('users.editTitle', { login: o.user.login })}
      okText={t('do.save')}
      cancelText={t('do.cancel')}
      confirmLoading={update.isPending}
      mask={{ closable: false }}
      onCancel={o.onClose}
      onOk={form.submit}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ name: o.user.name, role: o.user.role }}
        onFinish={(fields) => update.mutate(fields)}
      >
        {update.error && (
          <Alert
            type="error"
            showIcon
            role="alert"
            className="form-alert"
            title={failureText(texts, update.error)}
          />
        )}
        <NameField />
        <RoleField disabled={own} />
      </Form>
    </Modal>
  );
}
