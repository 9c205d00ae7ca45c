import { Icon, type IconName } from '../design/icon.tsx';

const PICTURES = {
  services: 'search',
  booking: 'calendar',
  progress: 'path',
  me: 'person',
  certificates: 'sheet',
  flows: 'pencil',
} as const satisfies Record<string, IconName>;

interface TileProps {
  picture: keyof typeof PICTURES;
  title: string;
  hint: string;
  /** Why it cannot be done now; null: it can. */
  whyNot: string | null;
  onPress: () => void;
}

/** A group of the first page. */
export function Tile({ picture, title, hint, whyNot, onPress }: TileProps) {
  const isOut = whyNot !== null;
  return (
    <button
      type="button"
      className="tile"
      aria-disabled={isOut || undefined}
      onClick={isOut ? undefined : onPress}
    >
      <Icon name={isOut ? 'alert' : PICTURES[picture]} />
      <strong>{title}</strong>
      <span className={isOut ? 'refusal' : 'quiet'}>{whyNot ?? hint}</span>
    </button>
  );
}
