/** The build of Bottleneck without its Redis half, which the package ships without types. */
declare module 'bottleneck/light.js' {
  export { default } from 'bottleneck';
}
