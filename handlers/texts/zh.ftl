# Every word a person reads, in Simplified Chinese. What may be in Latin letters or digits has spaces around it.

greeting = { $name ->
    [nobody] 您好！
   *[other] { $name }，您好！
}
address = { $name ->
    [nobody] 您好
   *[other] { $name }
}

## Opening the shop's link

welcome =
    { greeting }这里是 { $shop } 客服。
    订单 { $order } 送达后，我们只问您一个小问题，不发广告。不想收到提问，随时发送 /stop 即可。
welcome-delivered =
    { greeting }这里是 { $shop } 客服。
    关于订单 { $order }，我们只问您一个小问题，不发广告。不想收到提问，随时发送 /stop 即可。
start-again = { $name ->
    [nobody] 欢迎回来！
   *[other] { $name }，欢迎回来！
}下次下单后，我们再来问您。不想收到提问，请发送 /stop。
start-known = { greeting }这里是 { $shop }。一切就绪：下单后，我们只问您一个小问题。不想收到提问，请发送 /stop。
start-stranger = 您好！这里是 { $shop } 客服。请打开随订单一起收到的链接，这样我们才知道要问您哪一笔订单。
link-unknown = 这个链接无法识别。请打开 { $shop } 随订单发给您的链接，不要改动。
link-taken = 这个链接已经有人打开过了。如果订单是您的，请联系 { $shop }。

## The question

question-csat-arrived = { address }，您购买的“*{ $product }*”已于{ $date }送达，您满意吗？
question-csat-product = { address }，您对购买的“*{ $product }*”满意吗？
question-csat-order = { address }，您对订单 *{ $order }* 满意吗？
question-csat-shop = { address }，您对“*{ $shop }*”满意吗？
question-nps = { address }，您有多大可能把“*{ $shop }*”推荐给朋友或同事？
question-ces = { address }，您是否同意：在“*{ $shop }*”下单和收货都很轻松？
scale-csat = { $lowest } = 非常不满意，{ $highest } = 非常满意
scale-nps = { $lowest } = 完全不可能，{ $highest } = 非常可能
scale-ces = { $lowest } = 非常不同意，{ $highest } = 非常同意
your-answer = 您的评分：{ $score } 分（满分 { $highest } 分）
your-answer-face = 您的评分：{ $score } 分（满分 { $highest } 分）{ $face }
own-words = { $words }
reminder = 温馨提醒，也许您没有看到这个问题：
put-off = 好的，我们明天再问您一次。
stopped = 好的，不会再向您提问了。想重新开启，请发送 /start。
stopped-guest = 好的，不会再向您提问了。想重新开启，打开下次订单里的链接即可。
question-closed = 这个问题已经结束了，还是谢谢您！
button-later = 稍后再答
button-never = 不要再问我
button-change = 修改

## After an answer

prompt-low = { $name ->
    [nobody] 非常抱歉。
   *[other] { $name }，非常抱歉。
}是哪里没有做好呢？请写下来告诉我们，也可以发照片或语音，我们的同事会亲自查看。
prompt-middle = { $name ->
    [nobody] 谢谢您！
   *[other] { $name }，谢谢您！
}还差哪一点，就能让您完全满意呢？
prompt-high = { $name ->
    [nobody] 谢谢您！
   *[other] { $name }，谢谢您！
}您最满意的是什么？
prompt-reason = 您的回答：{ $reason ->
    [delivery] { reason-delivery }
    [quality] { reason-quality }
    [price] { reason-price }
   *[service] { reason-service }
}
prompt-more = 谢谢您。还想补充几句吗？
prompt-skipped = 没关系，谢谢您的评分！
reason-delivery = 配送
reason-quality = 质量
reason-price = 价格
reason-service = 服务
button-skip = 跳过
button-review = 写评价
thanks-words = { $name ->
    [nobody] 谢谢您！
   *[other] { $name }，谢谢您！
}您的留言已经转给团队了。
thanks-attached = { $name ->
    [nobody] 谢谢您！
   *[other] { $name }，谢谢您！
}已经转给团队了。
words-before-tap = 谢谢您，您的留言已经保存。再点一下评分就完成了。
attached-before-tap = 谢谢您，已经保存好了。再点一下评分就完成了。

## Toasts: what a press is answered with

toast-thanks = 谢谢您！
toast-already = 您的评分已经记录，谢谢您！
toast-stranger = 这个问题是问别人的。
toast-unclear = 这个按钮已经失效了。
toast-later = 明天见！
toast-no-later = 没关系，这件事我们不再问了。
toast-stopped = 不会再向您提问了。

## Anything else

help-customer = 这里是 { $shop } 客服。下单后，我们会在这里问您一个小问题，点一下就能回答。发送 /stop 停止提问，发送 /start 重新开启。发送 /language 更换语言，发送 /privacy 了解我们保存哪些信息。

## What is kept of a person

language-which = 您希望我们用哪种语言？
language-chosen = 好的，现在我们在这里说中文。
language-unspoken = 这种语言我们还不会。可以选择：{ $languages }。
privacy =
    { $shop } 保存您的哪些信息：您的 Telegram 编号、名字和语言；您的订单，以及订单中的客户编号、邮箱或电话；您的回答和您在这里写下或发来的内容；我们给您发过哪些消息。
    为什么：为了在下单后问您一个小问题，并改进做得不好的地方。
    谁能看到：{ $shop } 的工作人员，以及为其维护这个机器人的人。消息由 Telegram 传送。
    保存多久：直到您删除为止。程序出错时未能处理的消息，最多保存一个月。
    由您决定：*/mydata* 查看全部，*/forget* 删除，*/stop* 停止提问。
mydata-here = 这是我们保存的关于您的全部信息。要删除，请发送 /forget。
mydata-nothing = 我们没有保存您的任何信息，只记录了这条消息已发送。
forget-really = 要删除我们保存的关于您的一切吗：名字、订单、您写下的话和我们发的消息？删除后无法恢复。您的评分会不记名地继续计入总分；团队已经在自己群里看到的内容会留在那里。
button-erase = 全部删除
button-keep = 不删除
forget-kept = 好的，什么都没有删除。
forgotten = { $answers ->
        [0] 好的，我们不再保存关于您的任何信息。
       *[other] 好的，关于您的一切都已删除，只留下 { $answers } 个不记名的评分。
    }
forgotten-role = 您在团队里的角色仍然保留：所有者可以用 /revoke 撤销。
toast-erased = 已删除。
toast-admin = 只有管理员可以在这里更改。

## The team's group

score-head-nps = *NPS { $score }* · 每人计一次
score-head-csat = *CSAT { $score }* · 每次购买都计入
score-head-ces = *CES { $score }* · 每次购买都计入
score-none = *{ $kind }*
score-by = *{ $kind }* · { $by ->
        [product] 按商品
        [category] 按类别
        [store] 按门店
        [operator] 按客服
        [channel] 按渠道
        [language] 按语言
       *[wave] 按批次
    }
scores-head = *评分*
span-days = { $days ->
        [1] 今天
       *[other] 最近 { $days } 天
    }
span-dates = { $dates }
span-all = 全部时间
score-only = 仅 { $only }
score-waiting = 这段时间还没有回答。{ $waiting ->
        [0] 没有待回答的问题。
       *[other] 有 { $waiting } 个问题待回答。
    }
score-nothing = 这段时间没有数据。
score-steady = 较前 { $days } 天 { $step }：无明显变化
score-up = ▲ 较前 { $days } 天 { $step }
score-down = ▼ 较前 { $days } 天 { $step }
score-shares-nps =
    { $bar }
    { $top } 推荐者 · { $middle } 中立者 · { $bottom } 贬损者
score-shares-csat =
    { $bar }
    { $top } 满意 · { $middle } 一般 · { $bottom } 不满意
score-shares-ces =
    { $bar }
    { $top } 觉得轻松 · { $middle } 一般 · { $bottom } 觉得费力
score-sure = { $sure }：{ $low } … { $high } · { $n } 个回答{ $size ->
        [small] （样本较少）
       *[enough] {""}
    }
score-mean = 平均 { $mean } 分（满分 { $highest } 分）
score-asked = 这段时间：送达 { $delivered } 个问题，收到 { $answered } 个回答（{ $rate }）
score-row = { $value }：*{ $score }* · { $low } … { $high } · { $n } 个回答
score-more = ……还有 { $left } 项
verbatim = *{ $score }/{ $highest } 分* · { $about }：“{ $words }”
verbatim-silent = *{ $score }/{ $highest } 分* · { $about }
query-unclear = 我不明白“{ $word }”。您是指“{ $meant }”吗？
period-7d = { $chosen ->
        [yes] • 7 天
       *[no] 7 天
    }
period-30d = { $chosen ->
        [yes] • 30 天
       *[no] 30 天
    }
period-90d = { $chosen ->
        [yes] • 90 天
       *[no] 90 天
    }
period-all = { $chosen ->
        [yes] • 全部
       *[no] 全部
    }
button-by-product = 按商品
button-by-store = 按门店
button-comments = 留言
button-low = 低分
button-back = 返回
alert-low = 🔴 *{ $kind } { $score }/{ $highest } 分* · { $about }
alert-attached = 来自 { $who }
alert-words = { $who }：“{ $words }”
connected = 本群已连接到 { $shop }：群里的每个人都可以查询 /nps、/csat、/ces 和 /scores，有低分我会马上在这里通知。详情请看 /help。
disconnected = 本群已断开连接，我不会再在这里发通知。
connect-where = 请在您想连接的群里发送这条命令。
unknown-group = 我还不认识这个群。所有者可以用 /connect 连接它。
refused = 此操作需要的角色：
role-owner = 所有者
role-admin = 管理员
role-marketer = 营销人员
role-viewer = 查看者
granted = { $who } 现在的角色：
revoked = { $who } 已没有任何角色。
grant-how = 请回复对方的消息，或写上对方的 @用户名，发送 /grant 和一个角色（owner、admin、marketer 或 viewer）。
grant-whom = 我还不认识这个人。请回复对方的一条消息，或让对方先给我发条消息。
revoke-how = 请回复对方的消息，或写上对方的 @用户名，发送 /revoke。
owner-last = 这是唯一的所有者，请先再指定一位。
owner-by-settings = { $who } 是设置中指定的所有者，只有服务器的维护者可以更改。
owner-welcome = 您现在是 { $shop } 的所有者。请把我加入团队群，并在群里发送 /connect。
help-room =
    查看评分及误差范围：*/nps*、*/csat* 或 */ces*。一次看全部：*/scores*。
    时间：7d, 30d, 90d, 2026-Q2, 2026-05, 2026-05-01..2026-05-14, all。
    筛选：product:鞋子，还有 category, store, operator, channel, language, wave。细分：by:store。
    角色：*/grant*、*/revoke*。本群：*/connect*、*/disconnect*、*/language*。
menu-nps = NPS 及误差范围
menu-csat = CSAT 及误差范围
menu-ces = CES 及误差范围
menu-scores = 全部评分
menu-help = 我能做什么
menu-connect = 连接本群
menu-disconnect = 断开本群
menu-grant = 授予角色
menu-revoke = 撤销角色
menu-start = 开启提问
menu-stop = 停止提问
menu-language = 选择语言
menu-privacy = 我们保存什么、为什么
menu-mydata = 您的数据文件
menu-forget = 删除您的数据
