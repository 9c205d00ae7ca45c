import { Spin } from 'antd';

export const Waiting = () => (
  <div className="waiting" aria-busy="true">
    <Spin delay={200} />
  </div>
);
