"""The stack of the earlier APIs, as small as it can be: FastAPI, motor and uvicorn; what is posted is inserted."""

import os
from datetime import datetime
from typing import List, Optional
from uuid import uuid4

from fastapi import FastAPI
from motor.motor_asyncio import AsyncIOMotorClient
from pydantic import BaseModel

app = FastAPI()
chats = AsyncIOMotorClient(os.environ["MONGODB_URI"])["fastapi"]["chats"]


class Message(BaseModel):
    content: str
    user_id: Optional[str] = None
    timestamp: Optional[datetime] = None


class Chat(BaseModel):
    user_id: str
    conversation_id: Optional[str] = None
    message: Optional[str] = None
    messages: Optional[List[Message]] = None


@app.on_event("startup")
async def indexes():
    await chats.create_index([("conversation_id", 1), ("timestamp", 1)])
    await chats.create_index([("user_id", 1), ("timestamp", -1)])


@app.get("/health")
async def health():
    return {"status": "UP"}


@app.post("/chats", status_code=201)
async def post(chat: Chat):
    conversation = chat.conversation_id or str(uuid4())
    said = chat.messages if chat.messages is not None else [Message(content=chat.message)]
    documents = [
        {
            "conversation_id": conversation,
            "user_id": message.user_id or chat.user_id,
            "message": message.content,
            "timestamp": message.timestamp or datetime.utcnow(),
        }
        for message in said
    ]
    if len(documents) == 1:
        await chats.insert_one(documents[0])
    else:
        await chats.insert_many(documents)
    return {"status": "success", "conversation_id": conversation, "inserted_count": len(documents)}


@app.get("/chats/{conversation_id}")
async def page(conversation_id: str, page: int = 1, limit: int = 50):
    where = {"conversation_id": conversation_id}
    total = await chats.count_documents(where)
    cursor = chats.find(where, {"_id": 0}).sort("timestamp", 1).skip((page - 1) * limit).limit(limit)
    messages = await cursor.to_list(limit)
    return {"conversation_id": conversation_id, "messages": messages, "page": page, "total": total}


@app.get("/users/{user_id}/chats")
async def of_user(user_id: str, page: int = 1, limit: int = 10):
    stages = [
        {"$match": {"user_id": user_id}},
        {"$sort": {"timestamp": -1}},
        {
            "$group": {
                "_id": "$conversation_id",
                "last_message": {"$first": "$message"},
                "timestamp": {"$first": "$timestamp"},
            }
        },
        {"$sort": {"timestamp": -1}},
        {"$skip": (page - 1) * limit},
        {"$limit": limit},
    ]
    found = await chats.aggregate(stages).to_list(limit)
    return {"user_id": user_id, "chats": found, "page": page}
