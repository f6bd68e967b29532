import { Sheet1 } from "./sheet1";
export default function P() { return <Sheet1 />; }
