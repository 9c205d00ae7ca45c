import { lazy, Suspense } from 'react';
import { Navigate, type RouteObject } from 'react-router';
import type { Permission } from '../../contracts/hub/console-api.ts';
import { useMe } from '../session/provider.tsx';
import { Waiting } from '../ui/waiting.tsx';
import { Broken, Lost } from './lost.tsx';
import { roomsFor } from './rooms.ts';
import { Shell } from './shell.tsx';

const Ratings = lazy(() => import('../ratings/ratings-room.tsx').then((m) => ({ default: m.RatingsRoom })));
const Cases = lazy(() => import('../cases/cases-room.tsx').then((m) => ({ default: m.CasesRoom })));
const Materials = lazy(() =>
  import('../materials/materials-room.tsx').then((m) => ({ default: m.MaterialsRoom })),
);
const Application = lazy(() =>
  import('../materials/application-room.tsx').then((m) => ({ default: m.ApplicationRoom })),
);
const Bookings = lazy(() =>
  import('../bookings/bookings-room.tsx').then((m) => ({ default: m.BookingsRoom })),
);
const Petitions = lazy(() =>
  import('../petitions/petitions-room.tsx').then((m) => ({ default: m.PetitionsRoom })),
);
const Terminals = lazy(() =>
  import('../terminals/terminals-room.tsx').then((m) => ({ default: m.TerminalsRoom })),
);
const Users = lazy(() => import('../users/users-room.tsx').then((m) => ({ default: m.UsersRoom })));
const Audit = lazy(() => import('../audit/audit-room.tsx').then((m) => ({ default: m.AuditRoom })));
const Me = lazy(() => import('../me/me-room.tsx').then((m) => ({ default: m.MeRoom })));

/** A room that the role may enter; the hub decides again at every call. */
function Door({ needs, room: Room }: { needs: Permission | null; room: React.ComponentType }) {
  const { may } = useMe();
  if (needs !== null && !may(needs)) return <Lost />;
  return (
    <Suspense fallback={<Waiting />}>
      <Room />
    </Suspense>
  );
}

function Home() {
  const { may } = useMe();
  return <Navigate to={roomsFor(may)[0]?.path ?? '/me'} replace />;
}

const rooms: RouteObject[] = [
  { index: true, element: <Home /> },
  { path: '/ratings/:id?', element: <Door needs="ratings.read" room={Ratings} /> },
  { path: '/cases', element: <Door needs="cases.read" room={Cases} /> },
  { path: '/materials', element: <Door needs="materials.read" room={Materials} /> },
  { path: '/materials/:id', element: <Door needs="materials.read" room={Application} /> },
  { path: '/bookings', element: <Door needs="bookings.read" room={Bookings} /> },
  { path: '/petitions', element: <Door needs="petitions.read" room={Petitions} /> },
  { path: '/terminals', element: <Door needs="terminals.read" room={Terminals} /> },
  { path: '/users', element: <Door needs="users.manage" room={Users} /> },
  { path: '/audit', element: <Door needs="audit.read" room={Audit} /> },
  { path: '/me', element: <Door needs={null} room={Me} /> },
  { path: '*', element: <Lost /> },
];

/** A fault in a room leaves the menu standing. */
export const routes: RouteObject[] = [
  {
    element: <Shell />,
    errorElement: <Broken />,
    children: [
      {
        errorElement: <Broken />,
        children: rooms,
      },
    ],
  },
];
