// Shows over everything: a photo, large, or an answer that is to be closed by hand.

const dialog = () => document.getElementById("viewer");
const notice = () => document.getElementById("alert");

/** Open the picture at that address; Escape, the button or a click beside it closes it again. */
export function showPhoto(address, caption) {
  const box = dialog();
  const picture = box.querySelector("img");
  picture.src = address;
  picture.alt = caption || "Photo";
  box.querySelector("p").textContent = caption ?? "";
  box.showModal();
}

/** Show the text of an answer with show_alert (Bot API: answerCallbackQuery). */
export function showAlert(text) {
  const box = notice();
  box.querySelector("p").textContent = text;
  if (!box.open) box.showModal();
}

/** Let the buttons of both work. */
export function prepareViewer() {
  for (const box of [dialog(), notice()]) {
    box.addEventListener("click", (event) => {
      if (event.target === box || event.target.closest("button")) box.close();
    });
  }
}
