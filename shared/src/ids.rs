//! One newtype an entity, so that an id cannot be passed for another kind of thing.

ids! {
    /// A person who signs in.
    UserId;
    /// A producer, retailer, the trade-promotion centre or an authority.
    OrganisationId;
    /// An invitation into an organisation.
    InvitationId;
    /// One sign-in of one device.
    SessionId;
    /// A product of a producer.
    ProductId;
    /// One state of a product's texts, from draft to superseded.
    ProductVersionId;
    /// A picture of a product.
    ImageId;
    /// What can be ordered: a case of a product in one size.
    PackId;
    /// A batch of one pack, made on one day.
    LotId;
    /// One change of a lot's stock.
    MovementId;
    /// An OCOP certificate of one product.
    CertificateId;
    /// What a buyer orders at once, from one or several producers.
    PurchaseId;
    /// The part of a purchase that one producer answers.
    OrderId;
    /// One pack in one order.
    OrderLineId;
    /// A retail chain.
    ChainId;
    /// A store of a chain.
    StoreId;
    /// A product's way to a chain's shelf.
    ListingId;
    /// One line of the audit trail.
    AuditId;
    /// A file that was sent to be brought in.
    ImportId;
    /// A piece of background work.
    JobId;
}
