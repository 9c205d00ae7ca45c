/** A short video with a rating (评价短视频): pictures alone, no sound. Import-free, for the screens. */
export const MAX_VIDEO_BYTES = 8 * 1024 * 1024;
export const MAX_VIDEO_MS = 10_000;
