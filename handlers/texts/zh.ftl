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
prompt-reason = 您的回答：{ quick-answer }
prompt-more = 谢谢您。还想补充几句吗？
prompt-skipped = 没关系，谢谢您的评分！
reason-delivery = 配送
reason-quality = 质量
reason-price = 价格
reason-service = 服务
quick-answer = { $reason ->
    [delivery] { reason-delivery }
    [quality] { reason-quality }
    [price] { reason-price }
    [service] { reason-service }
   *[own] { $words }
}
quick-answers = { $delivery ->
    [yes] { reason-delivery } ·{" "}
   *[no] {""}
}{ $quality ->
    [yes] { reason-quality } ·{" "}
   *[no] {""}
}{ $price ->
    [yes] { reason-price } ·{" "}
   *[no] {""}
}{ $service ->
    [yes] { reason-service } ·{" "}
   *[no] {""}
}{ $own }{ button-skip }
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
verbatim-chose = *{ $score }/{ $highest } 分* · { $about } → { quick-answer }
verbatim-reason = *{ $score }/{ $highest } 分* · { $about } → { quick-answer }：“{ $quote }”
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
alert-reason = { $who }：{ quick-answer }
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
    调查批次：用 */wave* 安排，用 */waves* 查看进度或暂停，用 */test nps* 自己试答。
    为什么没有提问：*/why #1001*、*/why @用户名*，或回复低分通知发送 */why*。
    调查的量表、按钮和措辞：*/survey*。
    角色：*/grant*、*/revoke*。本群：*/connect*、*/disconnect*、*/language*。
menu-nps = NPS 及误差范围
menu-csat = CSAT 及误差范围
menu-ces = CES 及误差范围
menu-scores = 全部评分
menu-why = 为什么没有提问
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

## 为什么没有提问

why-head = *{ $about }*
why-order = 此订单：{ why-reason }。
why-nothing = 还不在任何批次里。
why-answered = { $about }：已提问，{ $day }回答了 { $score }/{ $highest } 分
why-open = { $about }：已提问，还没有回答，{ $until }截止
why-put-off = { $about }：已提问，选了“{ button-later }”，{ $until }截止
why-declined = { $about }：已提问，选了“{ button-never }”
why-closed = { $about }：已提问，没有回答，已于{ $until }截止
why-unsure = { $about }：已发送，不确定是否送达
why-leaving = { $about }：正在发送
why-waiting = { $about }：等待发送
why-paused = { $about }：等待发送，该批次已暂停
why-failed = { $about }：未能送达
why-cancelled = { $about }：已取消，没有发送
why-skipped = { $about }：*没有提问*，{ why-reason }
why-skipped-after = { $about }：*没有提问*，{ $days ->
        [0] 当天已经问过
       *[other] { $days } 天前刚问过
    }（{ $ask }）
why-coming = { $about }：将于{ $day }提问
why-now = *{ $kinds }*：现在就可以提问{ $order ->
        [none] {""}
       *[other] ，关于订单 { $order }
    }
why-from = *{ $kinds }*：{ $day }起可以提问{ $order ->
        [none] {""}
       *[other] ，关于订单 { $order }
    }
why-never = *{ $kinds }*：不能提问，{ why-reason }。{ why-until }
why-kept = *{ $kinds }*：不能提问，已留给{ $day }的 NPS 批次。要等那个批次之后。
why-no-order = 没有这位顾客的订单，所以不会有批次问到这位顾客。
why-reason = { $reason ->
        [erased] 数据已被删除
        [no_chat] 订单的链接还没有人打开
        [staff] 这是店里的员工
        [opted_out] 对方不想再收到提问（/stop）
        [blocked] 对方屏蔽了机器人
        [deactivated] 对方的 Telegram 账号已不存在
        [in_recovery] 正在就低分与对方沟通
        [cancelled_order] 订单已取消或退款
        [test_order] 这是测试订单
        [not_delivered] 订单还没有送达
        [too_late] 合适的时机早已过去
        [already_asked] 每个订单都已经问过
        [asked_today] 距上一次提问不到 24 小时
        [asked_recently] 距上一次提问时间太短
        [same_kind_recently] 不久前刚问过同样的问题
        [reserved] 已留给计划中的 NPS 批次
        [sampled_out] 没有被抽中
       *[daily_cap] 当天的提问数量已用完
    }
why-until = { $reason ->
        [erased] 要等对方打开新订单的链接。
        [no_chat] 要等有人打开。
        [opted_out] 要等对方重新开启提问。
        [blocked] 要等对方解除屏蔽。
        [cancelled_order] 要等下一个订单。
        [test_order] 要等下一个订单。
        [already_asked] 要等下一个订单。
        [reserved] 要等那个批次之后。
       *[other] 时间不会改变这一点。
    }
why-how = 请发送 /why 加订单号（/why #1001）或顾客的 @用户名，也可以回复低分通知发送 /why。
why-which = 有几个订单都叫这个名字：{ $orders }。请按这里的写法准确输入。
why-unknown-order = 我不知道订单 { $order }。
why-unknown-name = 我不认识顾客 { $who }。
why-unknown-reply = 我不知道这条消息说的是谁。

## Waves

waves-head = *批次*
waves-none = 还没有批次。用 /wave 安排一个。
waves-plans = *持续询问的计划*
wave-head = *{ $wave }* · { $kind } · { $state ->
        [planned] 已安排
        [filling] 正在选人
        [running] 进行中
        [paused] 已暂停
        [done] 已结束
        [stopped] 已停止
       *[missed] 已错过
    }
wave-begins = 开始时间：{ $moment }
wave-was-to-begin = 原定开始时间：{ $moment }
wave-asked = 已询问 { $asked } / { $all } 人
wave-answered = 已询问 { $asked } / { $all } 人 · 已回答 { $answered } 人（{ $rate }）
wave-bar = { $bar }
wave-left-out = 未询问：{ $number } 人
wave-unreached = 未能送达：{ $number } 人
wave-not-asked = 不再询问：{ $number } 人
wave-awaited = 仍可回答：{ $number } 人
wave-stop-really = *要彻底停止吗？*{ $waiting ->
        [0] 所有人都已收到问题。
       *[other] 还有 { $waiting } 人将不会收到问题。
    }
wave-stop-planned = *要彻底停止吗？*还没有询问任何人，之后也不会询问。
wave-stop-alone = 只停止这个批次：计划 *{ $plan }* 会继续询问。
wave-stop-day = 当天稍后本该加入的人也不会被询问；计划 *{ $plan }* 从第二天起继续询问。
progress-moved = 进度请看更新的消息。
result-head = 批次 *{ $wave }* { $state ->
        [stopped] 已停止
       *[done] 已结束
    }
result-nobody = 没有可询问的人。
result-silent = 没有人回答。
left-out = { $reason ->
        [erased] · 数据已删除：{ $number } 人
        [no_chat] · 未打开链接：{ $number } 人
        [staff] · 员工：{ $number } 人
        [opted_out] · 不想再被询问：{ $number } 人
        [blocked] · 屏蔽了机器人：{ $number } 人
        [deactivated] · 已不在 Telegram：{ $number } 人
        [in_recovery] · 正与团队沟通：{ $number } 人
        [cancelled_order] · 已取消或退款：{ $number } 人
        [test_order] · 只有测试订单：{ $number } 人
        [not_delivered] · 尚未送达：{ $number } 人
        [too_late] · 询问已太晚：{ $number } 人
        [already_asked] · 每个订单都问过了：{ $number } 人
        [asked_today] · 一天之内问过：{ $number } 人
        [asked_recently] · 最近问过：{ $number } 人
        [same_kind_recently] · 最近问过同样的问题：{ $number } 人
        [reserved] · 留给已安排的 NPS：{ $number } 人
        [sampled_out] · 未被抽中：{ $number } 人
       *[daily_cap] · 超出每日上限：{ $number } 人
    }
left-out-others = · 其他原因：{ $number } 人
plan-every = *{ $wave }* · { $kind } · { $every ->
        [week] 每周
        [month] 每月
       *[quarter] 每季度
    }
plan-at-once = *{ $wave }* · { $kind } · 送达后立即
plan-after = *{ $wave }* · { $kind } · 送达 { $span }后
button-plan = 计划：{ $plan }
plan-next = 下一个批次：{ $moment }
plan-stopped = 停止时间：{ $moment }
plan-waves = 进行中的批次：{ $waves } 个
plan-waves-go-on = 已开始的 { $waves } 个批次会继续进行，可以单独停止。
plan-stop-waves = *要彻底停止这个计划吗？*下一个批次不会开始，之后也不再有新批次。
plan-stop-purchases = *要彻底停止这个计划吗？*送达后不再询问任何人。
button-pause = 暂停
button-resume = 继续
button-stop-wave = 停止
button-stop-plan = 停止整个计划
button-keep-wave = 不停止
button-older = 更早 ›
button-newer = ‹ 更新
toast-paused = 已暂停：暂时不再发送。
toast-resumed = 继续进行。
toast-wave-stopped = 已彻底停止。
toast-wave-stopped-alone = 这个批次已彻底停止，它的计划会继续。
toast-plan-stopped = 计划已彻底停止。
toast-meanwhile = 情况已有变化，这是现在的状态。
toast-marketer = 这需要营销人员的角色。
menu-waves = 调查批次及其进度

## 看不懂的计划：命令行里也会用到

plan-kind-unknown = 我认识的调查是 { $known }，没有“{ $said }”。
plan-audience-unclear = 对象可以用这些词：{ $known }，没有“{ $said }”。您是想写 { $meant } 吗？
plan-audience-long = 对象最多写 { $most } 个字符，现在有 { $length } 个；请写短一些，或发送联系人 CSV 文件。
plan-list-none = 没有“{ $said }”这个名单，目前还没有任何名单；请先发送联系人 CSV 文件。
plan-at-unclear = 时间可以写“now”（现在）或“{ $example }”这样的形式，我看不懂“{ $said }”。
plan-at-no-time = { $said } 只有日期，没有时刻；请写成“{ $example }”。
plan-at-passed = { $said } 已经过去；请给一个以后的时间，或写“now”（现在）。
plan-at-far = { $said } 在两年以后；请检查年份。
plan-at-skipped = { $zone } 的时钟不会显示 { $said }：那时正好拨快一小时。请推后一小时。
plan-span-unclear = 时长可以写“90m”“12h”“3d”“2w”（分钟、小时、天、周），我看不懂“{ $said }”。
plan-after-unclear = 可以写“delivered”或“delivered+2d”（送达两天后），我看不懂“{ $said }”。
plan-after-long = 超过 60d（60 天）就没人记得订单了；{ $said } 太久。
plan-every-unclear = 重复的周期可以是 { $known }，不能是“{ $said }”。
plan-open-range = 问题可以回答的时间是 1h 到 60d（1 小时到 60 天），不能是 { $said }。
plan-reminder-early = 提醒最早在提问 1d（一天）后发出，{ $said } 太早。
plan-reminder-late = { $reminder } 后提醒就太晚了：问题在 { $open } 后已经截止。
plan-spread-range = 提问可以分散在 10m 到 7d（10 分钟到 7 天）之内，不能是 { $said }。
plan-sample-unclear = 抽样比例是 { $least } 到 { $most }，例如“{ $example }”，不能是“{ $said }”。
plan-daily-unclear = { $of ->
        [questions] 每日提问上限是 1 到 { $most } 之间的数，例如“50”，不能是“{ $said }”。
       *[answers] 每日回答上限是 1 到 { $most } 之间的数，例如“50”，不能是“{ $said }”。
    }
plan-at-and-after = 批次要么在指定时间进行，要么在每次购买之后；请二选一。
plan-every-and-after = 计划要么定期询问，要么在每次购买之后询问；请二选一。
plan-spread-and-after = 购买是一笔一笔来的；只有指定时间的批次才能分散提问。
plan-option-unknown = 我认识的选项有 { $known }，没有“{ $said }”。您是想写 { $meant } 吗？
plan-quote-open = 这里的引号没有闭合：{ $said }
list-too-large = { $file } 太大：最多 { $megabytes } MB、{ $rows } 行；请分几次发送。
list-no-table = { $file } 无法作为表格读取；请存为 CSV（UTF-8）后重新发送。
list-no-column = { $file } 中没有可识别的联系人列；请把该列命名为 { $column } 后重新发送。
list-empty = { $file } 里没有联系人；请每行写一个联系人，然后重新发送。
list-nobody-known = { $file } 中的联系人（共 { $contacts } 个）我一个也不认识；请用订单中的客户编号、邮箱或电话，然后重新发送。
list-not-fetched = Telegram 没有把 { $file } 给我；请再发送一次。

## 安排之前的批次

card-head = *批次“{ $wave }”* · { $kind }
card-to = 对象：
card-to-people = { $people ->
        [0] 目前没有可询问的人：
       *[other] 将询问 *{ $people } 人*：
    }
card-to-at-most = 最多询问 *{ $people } 人*：
card-to-people-of-first = 前 { $first } 人中有 *{ $people }* 人符合；最后会统计所有人：
card-now = 时间：立即
card-at = 时间：{ $moment }（{ $city }）
card-every = 时间：{ $every ->
        [week] 每周
        [month] 每月
       *[quarter] 每季度
    }，首次 { $moment }（{ $city }）
card-after = 时间：每次送达后立即
card-after-span = 时间：每次送达 { $span }后
card-done = { $moment } 前全部问完
card-last = { $moment } 前问到最后一人
card-keeps = 期间不问 CSAT 和 CES：NPS 前 { $span }内不打扰客户
card-quiet = { $begin } 至 { $end } 不打扰任何人
card-open = 可回答 { $open }，不提醒
card-open-reminder = 可回答 { $open }，{ $reminder }后提醒
card-spread = 分散在 { $span }内提问
card-sample = 随机抽取 { $percent }
card-daily-cap = 每天最多提问 { $most } 个
card-daily-answers = 当天收到 { $most } 个回答后不再提问
card-daily-rest = 超出当天上限的人不会再被询问
card-at-least = 若立即回答，至少约 { $people } 人；回答越晚，问到的人越多
card-expect = 预计回答：约 { $answers } 个，±{ $margin } 分
card-expect-between = 预计回答：约 { $least } 至 { $answers } 个，±{ $margin } 至 ±{ $widest } 分
card-expect-few = 预计几乎没有回答
card-rate = { $known ->
        [measured] （回答率 { $rate }，与过去一年相同）
       *[assumed] （假设回答率为 { $rate }；满 100 个问题截止后按实际计算）
    }
card-precision = 要达到 ±{ $margin } 分：约需 { $answers } 个回答，{ $people } 人
audience-except = { $negated ->
        [yes] · 不包括：
       *[no] ·
    }
audience-all = · 所有买过的人
audience-bought = { audience-except } 最近 { $days } 天内购买
audience-field = { audience-except } { $field ->
        [product] 产品
        [category] 类别
        [store] 门店
        [operator] 客服
       *[channel] 渠道
    }：{ $values }
audience-amount = { audience-except } 金额 { $limit }
audience-language = { audience-except } 语言：{ $values }
audience-first-time = { audience-except } 只买过一次
audience-repeat = { audience-except } 买过不止一次
audience-never-asked = { audience-except } 从未被询问
audience-last-score = { audience-except } 上次评分 { $limit }
audience-list = { audience-except } 名单：{ $values }
audience-more = · ……还有 { $left } 项

## 一步步安排

planner-kind = *新批次。*要问什么？
    NPS：会不会推荐我们
    CSAT：对订单是否满意
    CES：下单是否轻松
planner-audience = *要问谁？*所选条件须全部符合。
planner-reply = 也可以回复这条消息，写上条件：{ $example }
planner-audience-words = *请回复这条消息*，写出须符合的条件；要排除的，前面加“not”：
    { $known }
planner-file = 也可以回复一个联系人 CSV 文件，以 { $column } 列为准。
planner-list = { $list }：{ $contacts } 个联系人中认识 { $known } 个
planner-time = *什么时候？*时间以{ $city }为准。
planner-time-words = *请回复这条消息*，写出提问时间（以{ $city }为准），例如：
    { $examples }
planner-details = *还有什么要改吗？*将这样提问：
planner-details-reply = 也可以回复这条消息：{ $example }
planner-open = *问题可以回答多久？*请按按钮，或回复这条消息：36h、10d
planner-reminder = *多久后提醒没有回答的人？*请按按钮，或回复这条消息：4d
planner-name = *批次叫什么名字？*请回复这条消息写出名称；只有团队看得到。
planner-change = *要改什么？*
planner-planned = *已安排。*/waves 可查看进度。
planner-cancelled = 没有安排任何批次。重新开始：/wave。
button-everybody = { $chosen ->
        [yes] • 所有买过的人
       *[no] 所有买过的人
    }
button-bought-30 = { $chosen ->
        [yes] • 最近 30 天
       *[no] 最近 30 天
    }
button-bought-90 = { $chosen ->
        [yes] • 最近 90 天
       *[no] 最近 90 天
    }
button-first-time = { $chosen ->
        [yes] • 只买过一次
       *[no] 只买过一次
    }
button-repeat = { $chosen ->
        [yes] • 回头客
       *[no] 回头客
    }
button-never-asked = { $chosen ->
        [yes] • 从未询问
       *[no] 从未询问
    }
button-at-once = 立即
button-tomorrow = 明天 10:00
button-monday = 周一 10:00
button-every-month = 每月
button-every-quarter = 每季度
button-after-delivery = 送达 2 天后
button-type = 输入文字
button-next = 下一步 ›
button-open = 回答期限
button-reminder = 提醒
button-name = 名称
button-no-reminder = 不提醒
button-no-name = 不命名
button-test = 给我发个测试
button-schedule = 安排
button-edit-wave = 修改
button-cancel = 取消
button-question = 问题
button-audience = 对象
button-time = 时间
button-details = 细节
button-open-chat = 打开对话
toast-planned = 已安排。
toast-planned-before = 这个批次已经安排好了：请看 /waves。
toast-file-awaited = 文件还在读取中，请稍后再试。
test-here = 测试来了：请像顾客一样回答。测试不计入结果。
test-sent = 测试已发到您的私聊。测试不计入结果。
test-stopped = 您已关闭提问。请先在私聊中给我发送 /start。
test-no-chat = 我还不能给您写消息。请打开我们的私聊并按“开始”：测试会马上发来。
menu-wave = 安排一批调查
menu-test = 给我发个测试

## 调查与提问方式

survey-which = *要看哪个调查？*修改只对新批次生效，已安排的批次保持不变。
survey-head = *{ $kind }* · 第 { $version } 版
survey-scale = 量表：{ $scale } · 按钮：{ $labels }
survey-question = *问题*（{ $language }）
survey-reminder = *提醒*（在问题之前）
survey-after = { $band ->
        [low] *低分之后*（{ $scores }）
        [middle] *中等评分之后*（{ $scores }）
       *[high] *高分之后*（{ $scores }）
    }
survey-scale-which = *用哪种量表？*评分只计算最新量表上的回答，低分和高分的界线也随之重新设定。
survey-symbols-which = *按钮上显示什么？*数字对回答的影响最小。
survey-bands-which = *哪些是低分（≤），哪些是高分（≥）？*
    这决定接着问什么，以及是否立即通知团队；评分本身不受影响。
survey-language-which = *改哪种语言的措辞？*带圆点的已有自定义措辞。
survey-words-which = *要改哪一段？*带圆点的是自定义措辞。
survey-words-reply = *请回复这条消息*，写出自己的措辞（{ $language }）。回复“-”恢复默认。
    以下位置会填入每位顾客的信息：{ $places }
survey-quick = *快捷回答*
survey-quick-which = *用哪些快捷回答？*无论打几分，它们都显示在追问下方，所以请写主题（如“尺码”），不要写缺点。带圆点的顾客能看到。
survey-quick-in = { $language }：{ quick-answers }
survey-quick-elsewhere = 没有顾客语言的措辞时，显示这种语言的：{ $language }；如果也没有，就显示已有的任意一种。
survey-quick-full = 最多显示 { $most } 个：先去掉一个，才能再加。
survey-quick-own = *自定义快捷回答。*要写哪种语言的措辞？
survey-quick-word = { $language }：{ $words }
survey-quick-name = *快捷回答*（{ $language }）
survey-quick-reply = *请回复这条消息*，写一两个词（{ $language }），最多 { $most } 个字符。回复“-”可去掉。
wording-place = 自定义措辞里可以用 { $known }，不能用 { $said }。
wording-brace = 自定义措辞里可以用 { $known }，括号必须成对。
wording-long = 自定义措辞最多 { $most } 个字符，这里有 { $length } 个。
wording-quick-place = 快捷回答对所有人都一样，不能用花括号。
wording-quick-long = 快捷回答最多 { $most } 个字符，这里有 { $length } 个。
wording-quick-twice = 已经有快捷回答“{ $said }”了。
wording-quick-many = 快捷回答最多 { $most } 个，请先去掉一个。
button-scale = 量表
button-symbols = 符号
button-bands = 低分与高分
button-words = 措辞
button-quick-answers = 快捷回答
button-quick = { $offered ->
        [yes] •{" "}
       *[no] {""}
    }{ quick-answer }
button-quick-new = 添加自定义
button-quick-away = 去掉
button-quick-nameless = 去掉这些措辞
button-usual = 默认措辞
button-part = { $own ->
        [yes] •{" "}
       *[no] {""}
    }{ $part ->
        [question] 问题
        [reminder] 提醒
        [low] 低分之后
        [middle] 中等评分之后
       *[high] 高分之后
    }
toast-survey-changed = 已修改，新批次将这样提问。
menu-survey = 调查的提问方式
