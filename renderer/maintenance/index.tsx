/** What staff see, loaded once somebody touches the hidden corner. */
import './maintenance.css';
import './door.css';
import './device.css';

export { MaintenanceApp } from './app.tsx';
export { StaffDoor } from './door.tsx';
