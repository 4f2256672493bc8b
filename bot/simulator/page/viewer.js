// Shows a photo large, over everything.

const dialog = () => document.getElementById("viewer");

/** Open the picture at that address; Escape, the button or a click beside it closes it again. */
export function showPhoto(address, caption) {
  const box = dialog();
  const picture = box.querySelector("img");
  picture.src = address;
  picture.alt = caption || "Photo";
  box.querySelector("p").textContent = caption ?? "";
  box.showModal();
}

/** Let the buttons of the viewer work. */
export function prepareViewer() {
  const box = dialog();
  box.addEventListener("click", (event) => {
    if (event.target === box || event.target.closest("button")) box.close();
  });
}
