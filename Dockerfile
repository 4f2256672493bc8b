# The agent from this checkout; what it depends on is pinned with hashes.
FROM python:3.13-slim
RUN useradd --create-home --uid 1000 tapscore
WORKDIR /app
COPY requirements.txt .
RUN pip install --no-cache-dir --disable-pip-version-check --require-hashes --requirement requirements.txt
COPY bot bot
COPY handlers handlers
COPY scheduler scheduler
COPY storage storage
RUN mkdir var && chown tapscore var
USER tapscore
ENV PYTHONUNBUFFERED=1
CMD ["python", "-m", "bot", "run"]
