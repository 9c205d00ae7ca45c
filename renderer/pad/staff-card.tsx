import type { StaffMember } from '../../contracts/reference.ts';
import { Icon, Stars } from '../design/icon.tsx';
import { usePicture } from '../pictures.ts';
import { usePad } from './context.ts';

/** Who serves: photo, name, title, number (工号) and star rank (星级). */
export function StaffCard({ staff }: { staff: StaffMember }) {
  const { texts } = usePad();
  return (
    <section className="staff-card" aria-label={texts.t('staff.servedBy')}>
      <StaffPhoto staff={staff} />
      <div className="staff-card__words">
        <p className="staff-card__name clamp-2">{staff.name}</p>
        <p className="staff-card__title clamp-1">{texts.name(staff.title)}</p>
        <p className="staff-card__no clamp-1">{texts.t('staff.no', { no: staff.no })}</p>
        <p className="staff-card__stars">
          <Stars count={staff.stars} />
          <span>{texts.t('staff.stars', { n: staff.stars })}</span>
        </p>
      </div>
    </section>
  );
}

export function StaffPhoto({ staff }: { staff: StaffMember }) {
  const { pictures, texts } = usePad();
  const url = usePicture(pictures, staff.photo?.sha256 ?? null);
  return (
    <span className="photo">
      {url === null ? (
        <Icon name="person" />
      ) : (
        <img src={url} alt={texts.t('staff.photo', { name: staff.name })} draggable={false} />
      )}
    </span>
  );
}
