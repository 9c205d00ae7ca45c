import { DownloadOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { type MaterialStory, materialPaths } from '../../contracts/hub/materials-api.ts';
import { useClient } from '../api/context.tsx';
import { useConsoleTexts } from '../i18n/use-texts.ts';
import { failureText } from '../ui/failure.tsx';

/** A look of its own in the audit log. */
export function Download({ story }: { story: MaterialStory }) {
  const texts = useConsoleTexts();
  const { t } = texts;
  const client = useClient();
  const { message } = App.useApp();
  const { id: materialId, applicationId: id } = story.row;
  const download = useMutation({
    mutationFn: () => client.materials.look({ id, materialId, purpose: 'download' }),
    onSuccess: ({ ticket }) => window.location.assign(materialPaths.document(id, materialId, ticket)),
    onError: (error) => void message.error(failureText(texts, error)),
  });
  return (
    <Button
      type="text"
      icon={<DownloadOutlined aria-hidden />}
      loading={download.isPending}
      onClick={() => download.mutate()}
    >
      {t('materials.download')}
    </Button>
  );
}
