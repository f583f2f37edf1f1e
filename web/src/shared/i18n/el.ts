/** The words of a language, loaded when somebody reads it. */
const areas = import.meta.glob<Record<string, string>>("../../messages/el/*.json", { eager: true, import: "default" });

export default Object.assign({}, ...Object.values(areas)) as Record<string, string>;
