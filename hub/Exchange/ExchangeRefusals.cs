using CityOps.Schemas;

namespace CityOps.Hub.Exchange;

/// <summary>Every way the exchange says no to a whole call. Names by security.md 9.1, codes by domain.md 4.4.</summary>
public static class ExchangeRefusals
{
    public static readonly Refusal UnknownInterface = new("not-found", "E2005", RefusalKind.NotFound, "接口不存在", "Unknown interface");
    public static readonly Refusal UnknownSubscription = new("not-found", "E1009", RefusalKind.NotFound, "订阅不存在或不属于本平台", "Unknown subscription, or not yours");
    public static readonly Refusal UnknownBatch = new("not-found", "E2005", RefusalKind.NotFound, "批次不存在或不属于本平台", "Unknown batch, or not yours");
    public static readonly Refusal Suspended = new("node-suspended", "E1007", RefusalKind.Forbidden, "平台已暂停或未接入", "Platform suspended or not registered");
    public static readonly Refusal MayNotPublish = new("insufficient-scope", "E1008", RefusalKind.Forbidden, "无权发布到该接口", "Not allowed to publish to this interface");
    public static readonly Refusal ScopeTooNarrow = new("insufficient-scope", "E1008", RefusalKind.Forbidden, "令牌范围不含此操作", "The token's scope does not cover this call");
    public static readonly Refusal OwnerOnly = new("insufficient-scope", "E1008", RefusalKind.Forbidden, "仅限本部署自身调用", "Only this deployment's own tools may call this");
    public static readonly Refusal KeyMissing = new("idempotency-key-missing", "E2001", RefusalKind.Invalid, "缺少批次号 Idempotency-Key", "Header Idempotency-Key is required");
    public static readonly Refusal KeyMalformed = new("idempotency-key-missing", "E2001", RefusalKind.Invalid, "批次号只允许 1–64 个 [A-Za-z0-9._-] 字符", "Idempotency-Key must be 1 to 64 of [A-Za-z0-9._-]");
    public static readonly Refusal InFlight = new("idempotency-in-flight", "E2001", RefusalKind.Conflict, "同一批次正在处理", "The same batch is being processed") { RetryAfter = 1 };
    public static readonly Refusal Mismatch = new("idempotency-mismatch", "E2001", RefusalKind.Unprocessable, "批次号已用于不同内容", "This batch id was used with another body");
    public static readonly Refusal BadMode = new("malformed-json", "E2001", RefusalKind.Invalid, "mode 只能是 partial、atomic 或 test", "mode must be partial, atomic or test");
    public static readonly Refusal MediaType = new("unsupported-media-type", "E2009", RefusalKind.Unsupported, "内容类型须为 application/x-ndjson 或 application/json", "Content-Type must be application/x-ndjson or application/json");
    public static readonly Refusal Coding = new("unsupported-coding", "E2009", RefusalKind.Unsupported, "Content-Encoding 只支持 gzip、br 或不压缩", "Content-Encoding must be gzip, br or none");
    public static readonly Refusal BatchTooLarge = new("payload-too-large", "E2004", RefusalKind.TooLarge, "批次过大", "The batch is too large");
    public static readonly Refusal BrokenCoding = new("invalid-encoding", "E2001", RefusalKind.Invalid, "压缩数据损坏", "The compressed body is damaged");
    public static readonly Refusal MalformedArray = new("malformed-json", "E2001", RefusalKind.Invalid, "JSON 数组语法错误", "The JSON array is malformed");
    public static readonly Refusal BadEncoding = new("invalid-encoding", "E2001", RefusalKind.Invalid, "不是有效的 UTF-8", "The body is not valid UTF-8");
    public static readonly Refusal AtomicRefused = new("schema-invalid", "E3003", RefusalKind.Unprocessable, "整批不合格，未入库", "The batch holds invalid records; nothing was stored");
    public static readonly Refusal BadParameter = new("invalid-cursor", "E2001", RefusalKind.Invalid, "参数错误", "A parameter is wrong");
    public static readonly Refusal BodyMalformed = new("malformed-json", "E2001", RefusalKind.Invalid, "请求体不合规则", "The body is malformed");
    public static readonly Refusal BeyondHead = new("invalid-cursor", "E2007", RefusalKind.Unprocessable, "位点超出日志末端", "The position lies beyond the head of the log");
    public static readonly Refusal NotOffered = new("invalid-cursor", "E2007", RefusalKind.Unprocessable, "所指记录不在本订阅内", "That record is not part of this subscription");
    public static readonly Refusal LogChanged = new("log-changed", "E2007", RefusalKind.Conflict, "日志已更换，请先对账", "The log has changed: reconcile before going on");
    public static readonly Refusal StoreAway = new("store-unavailable", "E9002", RefusalKind.Unavailable, "存储暂不可用，请稍后重试", "The store is not available, try again") { RetryAfter = 2 };
    public static readonly Refusal StoreFull = new("storage-full", "E9002", RefusalKind.Unavailable, "存储空间已满", "The store is full") { RetryAfter = 60 };
}
