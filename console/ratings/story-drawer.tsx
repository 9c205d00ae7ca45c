import { useQuery } from '@tanstack/react-query';
import { Drawer, Skeleton } from 'antd';
import { useLocation, useNavigate } from 'react-router';
import { useClient } from '../api/context.tsx';
import { codeOf } from '../api/failure.ts';
import { useConsoleTexts } from '../i18n/use-texts.ts';
import { FailureNote } from '../ui/failure.tsx';
import { Story } from './story.tsx';
import type { Place } from './use-query.ts';

/** One rating's story, over the list that it was opened from. */
export function StoryDrawer({ id, place }: { id: string | null; place: Place }) {
  const { t } = useConsoleTexts();
  const navigate = useNavigate();
  const { state } = useLocation();
  const client = useClient();
  const story = useQuery({
    queryKey: ['story', id],
    queryFn: ({ signal }) => client.ratings.story({ id: id ?? '' }, { signal }),
    enabled: id !== null,
  });

  return (
    <Drawer
      title={t('story.title')}
      size={680}
      open={id !== null}
      onClose={() => void navigate(place.listPath, { state })}
      closable={{ 'aria-label': t('do.close') }}
      destroyOnHidden
    >
      {story.error && <FailureNote code={codeOf(story.error)} retry={() => void story.refetch()} />}
      {!story.error && !story.data && <Skeleton active paragraph={{ rows: 10 }} />}
      {story.data && <Story story={story.data} place={place} />}
    </Drawer>
  );
}
