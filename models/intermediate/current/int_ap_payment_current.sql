{{ conformed('ap_payment', ['payment_id']) }}
